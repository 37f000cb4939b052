import type { OperatorContext } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { insertSession, revokeSessions } from "../queries/sessions.ts";
import { SESSION_SECONDS } from "./cookie-names.ts";
import { describeDevice } from "./describe-device.ts";
import { readSessionToken } from "./session-token.ts";

/**
 * Creates a session for a person who has just signed in. It ends the browser's previous session if it was
 * theirs. It does not end another person's session; its cookie is overwritten (see cookie-names.ts).
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
