import type { Context } from "#lib/context/context.ts";
import { type AddressKind, claimAddress, releaseAddress } from "../queries/addresses.ts";
import { findFormerAddress, releaseFormerAddress } from "../queries/former-addresses.ts";

/**
 * Claims a public address for this tenant.
 * @returns false if any tenant has it, or another tenant gave it up within the last 30 days: links to it
 * still lead people who trust the former one
 */
export async function reserveHandle(
  tx: Context,
  { kind, value, targetId }: { kind: AddressKind; value: string; targetId: string },
): Promise<boolean> {
  if (!(await claimAddress(tx, kind, value, targetId))) return false;
  // Checked after the claim, so that the row for the former address has been committed by now.
  const former = await findFormerAddress(kind, value, { db: tx.db, now: tx.now() });
  if (former && former.tenantId !== tx.tenantId) {
    await releaseAddress(tx, kind, value);
    return false;
  }
  if (former) await releaseFormerAddress(tx, kind, value);
  return true;
}
