import type { Context } from "#lib/context/context.ts";
import { getAccess } from "./get-access.ts";
import { findUserName } from "./queries/people.ts";
import type { OwnEntitlement } from "./schema.ts";

/** Gets the account and the entitlement of the person in `ctx`. */
export async function getOwnEntitlement(ctx: Context): Promise<OwnEntitlement> {
  const { actor } = ctx;
  const [{ policy, entitlement }, person] = await Promise.all([
    getAccess(ctx),
    actor.kind === "person" ? findUserName(ctx, actor.id) : null,
  ]);
  return { accounts: policy.accounts, entitlement, person };
}
