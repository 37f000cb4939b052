import type { OperatorContext } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { touchSession } from "../queries/sessions.ts";
import { readSessionToken } from "../session/session-token.ts";
import { invalidateSession, type LiveSession, sessionOf } from "./admission-cache.ts";

/** Limits how often the time of last use is written. */
const SEEN_EVERY_MS = 300_000;

/** A signed-in person, with the operator context for their account. */
export type PersonAdmission = {
  operator: OperatorContext;
  userId: Id<"usr">;
  sessionId: Id<"ses">;
  email: string;
  name: string;
  isOperator: boolean;
  /** Whether a second factor is enabled and was verified in this session. */
  hasSecondFactor: boolean;
};

/**
 * A person who has verified their password but not their second factor. They may do nothing but verify it.
 */
export type PendingSecondFactor = Pick<PersonAdmission, "operator" | "userId" | "sessionId">;

export const isPendingSecondFactor = (session: LiveSession) =>
  session.hasSecondFactor && !session.secondFactorAt;

async function findSession(token: string | null): Promise<LiveSession | null> {
  const sessionId = token ? await readSessionToken(token) : null;
  const session = sessionId ? await sessionOf(sessionId) : null;
  // The second factor can be verified at any time and in any process, so this state is not cached.
  if (session && isPendingSecondFactor(session)) invalidateSession(session.id);
  return session;
}

/** Returns the person whose session still lacks its second factor; null for everyone else. */
export async function findPendingPerson(token: string | null): Promise<PendingSecondFactor | null> {
  const session = await findSession(token);
  if (!session || !isPendingSecondFactor(session)) return null;
  return { operator: sealOperator(), userId: session.userId, sessionId: session.id };
}

/** @throws ParleyError unauthorized, also for a person who is fully signed in */
export async function admitPendingPerson(token: string | null): Promise<PendingSecondFactor> {
  const half = await findPendingPerson(token);
  if (!half) throw new ParleyError("unauthorized", "Sign in first.");
  return half;
}

/**
 * Returns the signed-in person; null without a session, after its end, or while it lacks its second factor.
 */
export async function findPerson(token: string | null): Promise<PersonAdmission | null> {
  const session = await findSession(token);
  if (!session || isPendingSecondFactor(session)) return null;
  const operator = sealOperator();
  if (Date.now() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) {
    session.lastSeenAt = new Date();
    await touchSession(operator, session.id);
  }
  const { id, userId, email, name, isOperator, hasSecondFactor } = session;
  return { operator, userId, sessionId: id, email, name, isOperator, hasSecondFactor };
}

/** @throws ParleyError unauthorized */
export async function admitPerson(token: string | null): Promise<PersonAdmission> {
  const person = await findPerson(token);
  if (!person) throw new ParleyError("unauthorized", "Sign in first.");
  return person;
}

/**
 * Admits the operator.
 * @throws ParleyError unauthorized without a session, not_found for everyone else, so that the page stays
 * hidden
 */
export async function admitOperator(token: string | null): Promise<PersonAdmission> {
  const person = await admitPerson(token);
  if (!person.isOperator) throw notFound("instance");
  return person;
}
