import { and, eq, gt, inArray, lt, or } from "drizzle-orm";
import { addressDb, type Db } from "#db/client.ts";
import { addresses, formerAddresses } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import type { AddressKind } from "./addresses.ts";

/** Same period as in the row-level policy that lets any tenant remove older rows. */
const KEEP_MS = 30 * 86_400_000;
const oldest = (now: Date) => new Date(now.getTime() - KEEP_MS);

const hashOf = (kind: AddressKind, value: string) => keyedHash(`former address:${kind}:${value}`);

/**
 * Finds an address that was given up within the last 30 days. `tenantId` is null after its tenant's deletion.
 */
export async function findFormerAddress(
  kind: AddressKind,
  value: string,
  { db, now }: { db: Db; now: Date } = { db: addressDb(), now: new Date() },
) {
  const [row] = await db
    .select({ tenantId: formerAddresses.tenantId, targetId: formerAddresses.targetId })
    .from(formerAddresses)
    .where(and(eq(formerAddresses.hash, hashOf(kind, value)), gt(formerAddresses.givenUpAt, oldest(now))));
  return row ?? null;
}

/** Reserves an address that this tenant gives up. */
export async function reserveFormerAddress(
  tx: Context,
  kind: AddressKind,
  value: string,
  targetId: string,
): Promise<void> {
  await releaseFormerAddress(tx, kind, value);
  await tx.db
    .insert(formerAddresses)
    .values({ hash: hashOf(kind, value), tenantId: tx.tenantId, targetId, givenUpAt: tx.now() });
}

/** Reserves all addresses that people may have links to. They stay in use until the tenant is deleted. */
export async function reserveAllAddresses(tx: Context): Promise<void> {
  const rows = await tx.db
    .select({ kind: addresses.kind, value: addresses.value, targetId: addresses.targetId })
    .from(addresses)
    .where(and(eq(addresses.tenantId, tx.tenantId), inArray(addresses.kind, ["tenant", "chatbot", "room"])));
  for (const { kind, value, targetId } of rows) await reserveFormerAddress(tx, kind, value, targetId);
}

/** Ends an address's reservation if it is this tenant's or has expired. */
export async function releaseFormerAddress(tx: Context, kind: AddressKind, value: string): Promise<void> {
  const isFree = or(
    eq(formerAddresses.tenantId, tx.tenantId),
    lt(formerAddresses.givenUpAt, oldest(tx.now())),
  );
  await tx.db.delete(formerAddresses).where(and(eq(formerAddresses.hash, hashOf(kind, value)), isFree));
}

/** Removes a tenant's id from its former addresses, which stay reserved. */
export async function anonymizeFormerAddresses(
  operator: OperatorContext,
  tenantId: Id<"ten">,
): Promise<void> {
  await operator.db
    .update(formerAddresses)
    .set({ tenantId: null, targetId: null })
    .where(eq(formerAddresses.tenantId, tenantId));
}

/** @returns the number of addresses that anyone can take now */
export async function deleteFormerAddresses(operator: OperatorContext): Promise<number> {
  const rows = await operator.db
    .delete(formerAddresses)
    .where(lt(formerAddresses.givenUpAt, oldest(operator.now())))
    .returning({ hash: formerAddresses.hash });
  return rows.length;
}
