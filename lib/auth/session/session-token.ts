import { decode, encode } from "next-auth/jwt";
import { type Id, isId } from "#lib/core/ids.ts";
import { secret } from "#lib/core/secrets.ts";

/** A session ends this long after sign-in, whatever it is used for. */
export const SESSION_SECONDS = 30 * 24 * 3_600;

/** The encrypted text of the session cookie; it names a session and says nothing else that counts. */
export function writeSessionToken(sessionId: Id<"ses">): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: secret("NEXTAUTH_SECRET"), maxAge: SESSION_SECONDS });
}

/** The session a cookie names; null for anything that is not exactly one of ours. */
export async function readSessionToken(token: string): Promise<Id<"ses"> | null> {
  if (token.length > 4_096) return null;
  try {
    const payload = await decode({ token, secret: secret("NEXTAUTH_SECRET") });
    const sid = payload?.sid;
    return typeof sid === "string" && isId("ses", sid) ? sid : null;
  } catch {
    return null;
  }
}
