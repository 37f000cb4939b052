import { actorHash, type Context } from "#lib/context/context.ts";
import { type AccessPolicy, openAccess } from "#lib/tenant/schema.ts";
import { entitlementOf } from "./entitlement.ts";
import { findAccessPolicy, findEntitlement } from "./queries/entitlements.ts";
import type { Entitlement } from "./schema.ts";

/**
 * Gets the workspace's access policy and the end user's entitlement; null for members and keys, who have no
 * limits.
 */
export async function getAccess(
  ctx: Context,
): Promise<{ policy: AccessPolicy; entitlement: Entitlement | null }> {
  const { kind } = ctx.actor;
  const isCounted = kind === "visitor" || kind === "person";
  const [row, access] = await Promise.all([
    isCounted ? findEntitlement(ctx, actorHash(ctx)) : null,
    findAccessPolicy(ctx),
  ]);
  const policy = { ...openAccess, ...access };
  const entitlement = isCounted ? entitlementOf(row, policy, kind === "visitor", ctx.now()) : null;
  return { policy, entitlement };
}
