import { and, eq, gt, inArray, lt, or } from "drizzle-orm";
import { addressDb, type Db } from "#db/client.ts";
import { addresses, formerAddresses } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import type { AddressKind } from "./addresses.ts";

/** The policy in the database that lets anyone remove older rows has the same number. */
const KEEP_MS = 30 * 86_400_000;
const oldest = (now: Date) => new Date(now.getTime() - KEEP_MS);

const hashOf = (kind: AddressKind, value: string) => keyedHash(`former address:${kind}:${value}`);

/**
 * Finds an address that was given up within the last 30 days. `tenantId` is null if its tenant is deleted.
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

/** Keeps an address that this tenant gives up. */
export async function keepAddress(
  tx: Context,
  kind: AddressKind,
  value: string,
  targetId: string,
): Promise<void> {
  await forgetAddress(tx, kind, value);
  await tx.db
    .insert(formerAddresses)
    .values({ hash: hashOf(kind, value), tenantId: tx.tenantId, targetId, givenUpAt: tx.now() });
}

/** Keeps all that people may have links to. It stays in use until the tenant is deleted. */
export async function keepAllAddresses(tx: Context): Promise<void> {
  const rows = await tx.db
    .select({ kind: addresses.kind, value: addresses.value, targetId: addresses.targetId })
    .from(addresses)
    .where(and(eq(addresses.tenantId, tx.tenantId), inArray(addresses.kind, ["tenant", "chatbot", "room"])));
  for (const { kind, value, targetId } of rows) await keepAddress(tx, kind, value, targetId);
}

/** Removes what is kept of an address if it is this tenant's, or over. */
export async function forgetAddress(tx: Context, kind: AddressKind, value: string): Promise<void> {
  const isFree = or(
    eq(formerAddresses.tenantId, tx.tenantId),
    lt(formerAddresses.givenUpAt, oldest(tx.now())),
  );
  await tx.db.delete(formerAddresses).where(and(eq(formerAddresses.hash, hashOf(kind, value)), isFree));
}

/** Removes what the kept addresses of a tenant reveal about it. They stay reserved. */
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
