import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { anonymizeFormerAddresses, reserveAllAddresses } from "../queries/former-addresses.ts";

/** Reserves the addresses of a workspace that is about to be deleted, for 30 days. */
export async function reserveFormerAddresses(tx: Context): Promise<void> {
  await reserveAllAddresses(tx);
}

/** Removes the link between a deleted workspace and its reserved addresses. */
export async function anonymizeAddresses(operator: OperatorContext, tenantId: Id<"ten">): Promise<void> {
  await anonymizeFormerAddresses(operator, tenantId);
}
