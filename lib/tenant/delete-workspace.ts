import { anonymizeAddresses, reserveFormerAddresses } from "#lib/auth/admission/reserve-former-addresses.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { operatorTransaction, transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { deleteTenant, listDueTenants } from "./queries/closing.ts";

export const listDueWorkspaces = (operator: OperatorContext): Promise<Id<"ten">[]> =>
  listDueTenants(operator);

/**
 * Deletes a workspace whose grace period is over, with all its rows. Its addresses stay reserved.
 * @returns false if it was restored or is deleted already
 */
export async function deleteWorkspace(operator: OperatorContext, ctx: Context): Promise<boolean> {
  await transaction(ctx, reserveFormerAddresses);
  return operatorTransaction(operator, async (tx) => {
    await anonymizeAddresses(tx, ctx.tenantId);
    return deleteTenant(tx, ctx.tenantId);
  });
}
