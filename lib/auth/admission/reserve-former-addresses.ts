import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { anonymizeFormerAddresses, keepAllAddresses } from "../queries/former-addresses.ts";

/** Reserves the addresses of a workspace that is about to be deleted, for 30 days. */
export async function reserveFormerAddresses(tx: Context): Promise<void> {
  await keepAllAddresses(tx);
}

/** Removes what the reserved addresses of a deleted workspace reveal about it. */
export async function anonymizeAddresses(operator: OperatorContext, tenantId: Id<"ten">): Promise<void> {
  await anonymizeFormerAddresses(operator, tenantId);
}
