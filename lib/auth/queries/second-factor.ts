import { and, count, eq, isNull, lt, sql } from "drizzle-orm";
import { recoveryCodes, secondFactors, sessions } from "#db/schema/index.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export async function findSecondFactor(operator: OperatorContext, userId: Id<"usr">) {
  const [row] = await operator.db.select().from(secondFactors).where(eq(secondFactors.userId, userId));
  return row ?? null;
}

/**
 * Starts the setup and replaces one that was never confirmed. @returns false if a second factor is enabled
 */
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
 * Uses the code of a step unless a code of this step or a later one was used.
 * @param secret the sealed secret that the code was compared with; the row may hold another one by now
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

/** @returns false if it was already confirmed */
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

/** Invalidates all earlier codes. */
export async function replaceRecoveryCodes(
  tx: OperatorContext,
  userId: Id<"usr">,
  hashes: readonly string[],
): Promise<void> {
  await tx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.db.insert(recoveryCodes).values(hashes.map((hash) => ({ hash, userId })));
}

/** Uses a recovery code. @returns false if it is unknown or used */
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

/** Marks a session as verified by the second factor. */
export async function markSession(operator: OperatorContext, sessionId: Id<"ses">): Promise<void> {
  await operator.db
    .update(sessions)
    .set({ secondFactorAt: operator.now() })
    .where(eq(sessions.id, sessionId));
}

/** For queries that read sessions: whether the session's user has a second factor enabled. */
export const hasFactor = sql<boolean>`exists (select 1 from ${secondFactors} where ${secondFactors.userId} = ${sessions.userId} and ${secondFactors.confirmedAt} is not null)`;
