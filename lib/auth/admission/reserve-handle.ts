import type { Context } from "#lib/context/context.ts";
import { type AddressKind, claimAddress as insertAddress } from "../queries/addresses.ts";

/** Claims a public address for this tenant. @returns false if any tenant already has it */
export async function reserveHandle(
  tx: Context,
  address: { kind: AddressKind; value: string; targetId: string },
): Promise<boolean> {
  return insertAddress(tx, address.kind, address.value, address.targetId);
}
