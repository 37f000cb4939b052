import { decode, encode } from "next-auth/jwt";
import { type Id, isId } from "#lib/core/ids.ts";
import { secret } from "#lib/core/secrets.ts";
import { SESSION_SECONDS } from "./cookie-names.ts";

/** Encrypts the value of the session cookie. It only identifies a session. */
export function writeSessionToken(sessionId: Id<"ses">): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: secret("NEXTAUTH_SECRET"), maxAge: SESSION_SECONDS });
}

/** Returns the session of a cookie; null for anything that is not a valid token. */
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
