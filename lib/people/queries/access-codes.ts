import { and, desc, eq, gt, sql } from "drizzle-orm";
import { accessCodes, accessCodeUses } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";

export async function insertAccessCode(
  tx: Context,
  code: { hash: string; days: number | null; usesLeft: number },
): Promise<void> {
  await tx.db.insert(accessCodes).values({ tenantId: tx.tenantId, ...code });
}

/** Lists active codes, newest first. */
export async function listAccessCodeRows(ctx: Context, limit: number) {
  return ctx.db
    .select({
      hash: accessCodes.hash,
      days: accessCodes.days,
      usesLeft: accessCodes.usesLeft,
      createdAt: accessCodes.createdAt,
    })
    .from(accessCodes)
    .where(and(eq(accessCodes.tenantId, ctx.tenantId), gt(accessCodes.usesLeft, 0)))
    .orderBy(desc(accessCodes.createdAt))
    .limit(limit);
}

/** Revokes a code; people who have used it keep their access. @returns false where there is no active one */
export async function revokeAccessCodeRow(tx: Context, hash: string): Promise<boolean> {
  const rows = await tx.db
    .update(accessCodes)
    .set({ usesLeft: 0 })
    .where(
      and(eq(accessCodes.tenantId, tx.tenantId), eq(accessCodes.hash, hash), gt(accessCodes.usesLeft, 0)),
    )
    .returning({ hash: accessCodes.hash });
  return rows.length > 0;
}

/**
 * Uses a code once for a person.
 * @returns null where it is unknown, revoked, used up, or was used by them before
 */
export async function consumeAccessCode(
  tx: Context,
  hash: string,
  userIdHash: string,
): Promise<{ days: number | null } | null> {
  const [code] = await tx.db
    .update(accessCodes)
    .set({ usesLeft: sql`${accessCodes.usesLeft} - 1` })
    .where(
      and(eq(accessCodes.tenantId, tx.tenantId), eq(accessCodes.hash, hash), gt(accessCodes.usesLeft, 0)),
    )
    .returning({ days: accessCodes.days });
  if (!code) return null;
  const uses = await tx.db
    .insert(accessCodeUses)
    .values({ tenantId: tx.tenantId, hash, userIdHash })
    .onConflictDoNothing()
    .returning({ hash: accessCodeUses.hash });
  return uses.length > 0 ? code : null;
}
