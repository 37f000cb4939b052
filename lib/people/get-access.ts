import { actorHash, type Context } from "#lib/context/context.ts";
import { type AccessPolicy, openAccess } from "#lib/tenant/schema.ts";
import { entitlementOf } from "./entitlement.ts";
import { findAccessPolicy, findEntitlement } from "./queries.ts";
import type { Entitlement } from "./schema.ts";

/** The workspace's rules, and where an end user stands by them; null for members and keys, of whom nothing is counted. */
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
