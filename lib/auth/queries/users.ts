import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { emailTokens, identities, invitations, users } from "#db/schema/index.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export type User = typeof users.$inferSelect;
export type TokenPurpose = (typeof emailTokens.$inferSelect)["purpose"];

export async function findUserByEmail(operator: OperatorContext, email: string): Promise<User | null> {
  const [row] = await operator.db.select().from(users).where(eq(users.email, email));
  return row ?? null;
}

export async function findUser(operator: OperatorContext, userId: Id<"usr">): Promise<User | null> {
  const [row] = await operator.db.select().from(users).where(eq(users.id, userId));
  return row ?? null;
}

/**
 * Inserts an account or replaces one that was never confirmed.
 * @returns its id; null if the email address has a confirmed account
 */
export async function putUnverifiedUser(
  operator: OperatorContext,
  user: Pick<User, "id" | "email" | "name" | "passwordHash" | "emailVerifiedAt"> &
    Partial<Pick<User, "isOperator">>,
): Promise<Id<"usr"> | null> {
  const { name, passwordHash, emailVerifiedAt } = user;
  const [row] = await operator.db
    .insert(users)
    .values(user)
    .onConflictDoUpdate({
      target: users.email,
      set: { name, passwordHash, emailVerifiedAt },
      setWhere: isNull(users.emailVerifiedAt),
    })
    .returning({ id: users.id });
  return row?.id ?? null;
}

export async function updateUser(
  operator: OperatorContext,
  userId: Id<"usr">,
  change: Partial<Pick<User, "name" | "passwordHash" | "emailVerifiedAt" | "isOperator">>,
): Promise<void> {
  await operator.db.update(users).set(change).where(eq(users.id, userId));
}

/** Deletes an account and everything that references it. */
export async function deleteUser(operator: OperatorContext, userId: Id<"usr">): Promise<void> {
  await operator.db.delete(users).where(eq(users.id, userId));
}

export async function hasUsers(operator: OperatorContext): Promise<boolean> {
  const rows = await operator.db.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

export async function findIdentity(
  operator: OperatorContext,
  provider: string,
  subject: string,
): Promise<Id<"usr"> | null> {
  const [row] = await operator.db
    .select({ userId: identities.userId })
    .from(identities)
    .where(and(eq(identities.provider, provider), eq(identities.subject, subject)));
  return row?.userId ?? null;
}

/** @returns false if the provider's account is linked already */
export async function insertIdentity(
  operator: OperatorContext,
  identity: { provider: string; subject: string; userId: Id<"usr"> },
): Promise<boolean> {
  const rows = await operator.db
    .insert(identities)
    .values(identity)
    .onConflictDoNothing()
    .returning({ userId: identities.userId });
  return rows.length > 0;
}

export async function insertEmailToken(
  operator: OperatorContext,
  token: { hash: string; purpose: TokenPurpose; userId: Id<"usr">; expiresAt: Date },
): Promise<void> {
  await operator.db.insert(emailTokens).values(token);
}

/** Invalidates a person's links with a purpose. */
export async function deleteEmailTokens(
  operator: OperatorContext,
  userId: Id<"usr">,
  purpose: TokenPurpose,
): Promise<void> {
  await operator.db
    .delete(emailTokens)
    .where(and(eq(emailTokens.userId, userId), eq(emailTokens.purpose, purpose), isNull(emailTokens.usedAt)));
}

/** Returns the user of a valid link. */
export async function findEmailToken(
  operator: OperatorContext,
  hash: string,
  purpose: TokenPurpose,
): Promise<Id<"usr"> | null> {
  const [row] = await operator.db
    .select({ userId: emailTokens.userId })
    .from(emailTokens)
    .where(isGood(operator, hash, purpose));
  return row?.userId ?? null;
}

/** Uses a link. @returns null if it is unknown, used or expired; of two concurrent calls only one succeeds */
export async function useEmailToken(
  operator: OperatorContext,
  hash: string,
  purpose: TokenPurpose,
): Promise<Id<"usr"> | null> {
  const [row] = await operator.db
    .update(emailTokens)
    .set({ usedAt: operator.now() })
    .where(isGood(operator, hash, purpose))
    .returning({ userId: emailTokens.userId });
  return row?.userId ?? null;
}

const isGood = (operator: OperatorContext, hash: string, purpose: TokenPurpose) =>
  and(
    eq(emailTokens.hash, hash),
    eq(emailTokens.purpose, purpose),
    isNull(emailTokens.usedAt),
    sql`${emailTokens.expiresAt} > ${operator.now().toISOString()}::timestamptz`,
  );

/** @returns the number of deleted links */
export async function deleteOldTokens(operator: OperatorContext, before: Date): Promise<number> {
  const rows = await operator.db
    .delete(emailTokens)
    .where(lt(emailTokens.expiresAt, before))
    .returning({ hash: emailTokens.hash });
  return rows.length;
}

/**
 * Applies to every workspace. Without its address an invitation by email would become an open link, so it is
 * also revoked.
 */
export async function clearInvitedEmail(operator: OperatorContext, email: string): Promise<void> {
  await operator.db
    .update(invitations)
    .set({ email: null, revokedAt: sql`coalesce(${invitations.revokedAt}, now())` })
    .where(eq(invitations.email, email));
}
