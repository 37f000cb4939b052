import { and, desc, eq, isNotNull, isNull, lt, ne, not, or, sql } from "drizzle-orm";
import { sessions, users } from "#db/schema/index.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { hasFactor } from "./second-factor.ts";

export type SessionRow = typeof sessions.$inferSelect;

export async function insertSession(
  operator: OperatorContext,
  session: Pick<SessionRow, "id" | "userId" | "device" | "expiresAt">,
): Promise<void> {
  await operator.db.insert(sessions).values(session);
}

/** Returns a session that is neither revoked nor expired, with its user. */
export async function findLiveSession(operator: OperatorContext, sessionId: Id<"ses">) {
  const [row] = await operator.db
    .select({
      id: sessions.id,
      userId: sessions.userId,
      lastSeenAt: sessions.lastSeenAt,
      email: users.email,
      name: users.name,
      emailVerifiedAt: users.emailVerifiedAt,
      isOperator: users.isOperator,
      hasSecondFactor: hasFactor,
      secondFactorAt: sessions.secondFactorAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sessionId), isLive(operator)));
  return row ?? null;
}

/** Sessions that lack their second factor are not listed. */
export async function listLiveSessions(operator: OperatorContext, userId: Id<"usr">): Promise<SessionRow[]> {
  return operator.db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        isLive(operator),
        or(isNotNull(sessions.secondFactorAt), not(hasFactor)),
      ),
    )
    .orderBy(desc(sessions.lastSeenAt))
    .limit(100);
}

export async function touchSession(operator: OperatorContext, sessionId: Id<"ses">): Promise<void> {
  await operator.db.update(sessions).set({ lastSeenAt: operator.now() }).where(eq(sessions.id, sessionId));
}

/** @returns the sessions that were active until now */
export async function revokeSessions(
  operator: OperatorContext,
  userId: Id<"usr">,
  which: { only?: Id<"ses">; except?: Id<"ses"> } = {},
): Promise<Id<"ses">[]> {
  const rows = await operator.db
    .update(sessions)
    .set({ revokedAt: operator.now() })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        which.only ? eq(sessions.id, which.only) : undefined,
        which.except ? ne(sessions.id, which.except) : undefined,
      ),
    )
    .returning({ id: sessions.id });
  return rows.map(({ id }) => id);
}

/** @returns the number of deleted sessions */
export async function deleteEndedSessions(operator: OperatorContext, before: Date): Promise<number> {
  const ended = or(lt(sessions.revokedAt, before), lt(sessions.expiresAt, before));
  const rows = await operator.db.delete(sessions).where(ended).returning({ id: sessions.id });
  return rows.length;
}

const isLive = (operator: OperatorContext) =>
  and(isNull(sessions.revokedAt), sql`${sessions.expiresAt} > ${operator.now().toISOString()}::timestamptz`);

export async function findSessionStart(
  operator: OperatorContext,
  sessionId: Id<"ses">,
): Promise<Date | null> {
  const [row] = await operator.db
    .select({ createdAt: sessions.createdAt })
    .from(sessions)
    .where(eq(sessions.id, sessionId));
  return row?.createdAt ?? null;
}
