import type { OperatorContext } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { touchSession } from "../queries/sessions.ts";
import { readSessionToken } from "../session/session-token.ts";
import { invalidateSession, type LiveSession, sessionOf } from "./admission-cache.ts";

/** How old the moment may be that a session was last seen. */
const SEEN_EVERY_MS = 300_000;

/** Someone who is signed in, and the instance's own context for what concerns their account. */
export type PersonAdmission = {
  operator: OperatorContext;
  userId: Id<"usr">;
  sessionId: Id<"ses">;
  email: string;
  name: string;
  /** Runs the instance. */
  isOperator: boolean;
  /** Has one in use, and has shown it in this session. */
  hasSecondFactor: boolean;
};

/** Someone who has shown their password, and not yet the second factor that they have: let in nowhere but to show it. */
export type PendingSecondFactor = Pick<PersonAdmission, "operator" | "userId" | "sessionId">;

/** Has shown the password, and not yet the second factor that they have. */
export const isPendingSecondFactor = (session: LiveSession) =>
  session.hasSecondFactor && !session.secondFactorAt;

async function findSession(token: string | null): Promise<LiveSession | null> {
  const sessionId = token ? await readSessionToken(token) : null;
  const session = sessionId ? await sessionOf(sessionId) : null;
  // It becomes whole at any moment, in whatever process.
  if (session && isPendingSecondFactor(session)) invalidateSession(session.id);
  return session;
}

/** Whoever the session cookie names and is half signed in; null for everyone else. */
export async function findPendingPerson(token: string | null): Promise<PendingSecondFactor | null> {
  const session = await findSession(token);
  if (!session || !isPendingSecondFactor(session)) return null;
  return { operator: sealOperator(), userId: session.userId, sessionId: session.id };
}

/** @throws ParleyError unauthorized, also for whoever is signed in already */
export async function admitPendingPerson(token: string | null): Promise<PendingSecondFactor> {
  const half = await findPendingPerson(token);
  if (!half) throw new ParleyError("unauthorized", "Sign in first.");
  return half;
}

/** Whoever the session cookie names; null for nobody, a session that has ended, or one that lacks its second factor. */
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
 * Admits whoever runs the instance.
 * @throws ParleyError unauthorized without a session; not_found for everyone else, as if there were nothing
 */
export async function admitOperator(token: string | null): Promise<PersonAdmission> {
  const person = await admitPerson(token);
  if (!person.isOperator) throw notFound("instance");
  return person;
}
