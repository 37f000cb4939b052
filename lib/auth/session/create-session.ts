import type { OperatorContext } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { insertSession, revokeSessions } from "../queries/sessions.ts";
import { describeDevice } from "./describe-device.ts";
import { readSessionToken, SESSION_SECONDS } from "./session-token.ts";

/**
 * Opens a session for someone who has just shown who they are. Whatever session this browser carried before ends, if it
 * was theirs; another's is not touched, and its cookie is overwritten.
 */
export async function createSession(
  operator: OperatorContext,
  { userId, userAgent, before }: { userId: Id<"usr">; userAgent: string; before: string | null },
): Promise<Id<"ses">> {
  const id = newId("ses");
  const expiresAt = new Date(operator.now().getTime() + SESSION_SECONDS * 1_000);
  await insertSession(operator, { id, userId, device: describeDevice(userAgent), expiresAt });
  const old = before ? await readSessionToken(before) : null;
  if (old) await revokeSessions(operator, userId, { only: old });
  return id;
}
