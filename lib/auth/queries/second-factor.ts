import { and, count, eq, isNull, lt, sql } from "drizzle-orm";
import { recoveryCodes, secondFactors, sessions } from "#db/schema/index.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export async function findSecondFactor(operator: OperatorContext, userId: Id<"usr">) {
  const [row] = await operator.db.select().from(secondFactors).where(eq(secondFactors.userId, userId));
  return row ?? null;
}

/** Begins to set one up, in the place of one that was never confirmed. @returns false where one is in use */
export async function putSecondFactor(
  operator: OperatorContext,
  userId: Id<"usr">,
  secret: string,
): Promise<boolean> {
  const rows = await operator.db
    .insert(secondFactors)
    .values({ userId, secret })
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: { secret, lastStep: 0 },
      setWhere: isNull(secondFactors.confirmedAt),
    })
    .returning({ userId: secondFactors.userId });
  return rows.length > 0;
}

/**
 * Takes the code of a step, if none of this step or a later one was taken before.
 * @param secret the sealed one that the code was compared with: another may have taken its place meanwhile
 */
export async function takeStep(
  operator: OperatorContext,
  { userId, secret }: { userId: Id<"usr">; secret: string },
  step: number,
): Promise<boolean> {
  const rows = await operator.db
    .update(secondFactors)
    .set({ lastStep: step })
    .where(
      and(
        eq(secondFactors.userId, userId),
        eq(secondFactors.secret, secret),
        lt(secondFactors.lastStep, step),
      ),
    )
    .returning({ userId: secondFactors.userId });
  return rows.length > 0;
}

/** @returns false where it was confirmed before */
export async function confirmSecondFactor(operator: OperatorContext, userId: Id<"usr">): Promise<boolean> {
  const rows = await operator.db
    .update(secondFactors)
    .set({ confirmedAt: operator.now() })
    .where(and(eq(secondFactors.userId, userId), isNull(secondFactors.confirmedAt)))
    .returning({ userId: secondFactors.userId });
  return rows.length > 0;
}

export async function deleteSecondFactor(operator: OperatorContext, userId: Id<"usr">): Promise<boolean> {
  await operator.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const rows = await operator.db
    .delete(secondFactors)
    .where(eq(secondFactors.userId, userId))
    .returning({ userId: secondFactors.userId });
  return rows.length > 0;
}

/** All that were there before are worth nothing then. */
export async function replaceRecoveryCodes(
  tx: OperatorContext,
  userId: Id<"usr">,
  hashes: readonly string[],
): Promise<void> {
  await tx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.db.insert(recoveryCodes).values(hashes.map((hash) => ({ hash, userId })));
}

/** Uses a code up. @returns false for one that is unknown or used */
export async function takeRecoveryCode(
  operator: OperatorContext,
  userId: Id<"usr">,
  hash: string,
): Promise<boolean> {
  const rows = await operator.db
    .update(recoveryCodes)
    .set({ usedAt: operator.now() })
    .where(and(eq(recoveryCodes.hash, hash), eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)))
    .returning({ hash: recoveryCodes.hash });
  return rows.length > 0;
}

export async function countRecoveryCodes(operator: OperatorContext, userId: Id<"usr">): Promise<number> {
  const [row] = await operator.db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return row?.left ?? 0;
}

/** A session in which the second factor has been shown. */
export async function markSession(operator: OperatorContext, sessionId: Id<"ses">): Promise<void> {
  await operator.db
    .update(sessions)
    .set({ secondFactorAt: operator.now() })
    .where(eq(sessions.id, sessionId));
}

/** For a query that reads sessions: whether whoever it is has a second factor in use. */
export const hasFactor = sql<boolean>`exists (select 1 from ${secondFactors} where ${secondFactors.userId} = ${sessions.userId} and ${secondFactors.confirmedAt} is not null)`;
