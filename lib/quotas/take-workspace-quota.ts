import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { getLimits } from "./get-limits.ts";
import { countCreatedWorkspaces } from "./queries/accounts.ts";
import type { Plan, QuotaRefusal } from "./schema.ts";

/**
 * Takes a workspace from the account's quota, in the transaction that inserts it. Operators may
 * create any number, without limits.
 * @returns the plan of the new workspace
 * @throws ParleyError quota_exceeded
 */
export async function takeWorkspaceQuota(tx: Context, userId: Id<"usr">): Promise<Plan> {
  const { workspaces: limit } = await getLimits(tx);
  const { isOperator, used } = await countCreatedWorkspaces(tx, userId);
  if (isOperator) return "unlimited";
  if (limit === null || used < limit) return "standard";
  throw new ParleyError(
    "quota_exceeded",
    `You have created ${used} workspaces, and the limit is ${limit}. Delete one, or ask the operator for more.`,
    { quota: "workspaces", limit, used } satisfies QuotaRefusal,
  );
}
