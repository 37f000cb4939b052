import type { Context } from "#lib/context/context.ts";
import { getAccess } from "./get-access.ts";
import { findUserName } from "./queries.ts";
import type { OwnEntitlement } from "./schema.ts";

/** Who somebody is to the workspace, and how far they may go in it. */
export async function getOwnEntitlement(ctx: Context): Promise<OwnEntitlement> {
  const { actor } = ctx;
  const [{ policy, entitlement }, person] = await Promise.all([
    getAccess(ctx),
    actor.kind === "person" ? findUserName(ctx, actor.id) : null,
  ]);
  return { accounts: policy.accounts, entitlement, person };
}
