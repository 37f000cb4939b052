import type { OperatorContext } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { invalidateSession } from "../admission/admission-cache.ts";
import * as queries from "../queries/sessions.ts";

/** Ends one session of a person. @throws ParleyError not_found, also for another's */
export async function revokeSession(
  operator: OperatorContext,
  userId: Id<"usr">,
  sessionId: string,
): Promise<void> {
  if (!isId("ses", sessionId)) throw notFound("session");
  const ended = await queries.revokeSessions(operator, userId, { only: sessionId });
  if (ended.length === 0) throw notFound("session");
  ended.forEach(invalidateSession);
}

/** Ends all sessions of a person, or all but one. @returns how many */
export async function revokeAllSessions(
  operator: OperatorContext,
  userId: Id<"usr">,
  except?: Id<"ses">,
): Promise<number> {
  const ended = await queries.revokeSessions(operator, userId, except ? { except } : {});
  ended.forEach(invalidateSession);
  return ended.length;
}
