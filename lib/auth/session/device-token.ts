import { jwtVerify, SignJWT } from "jose";
import { isId, newId } from "#lib/core/ids.ts";
import { secret } from "#lib/core/secrets.ts";

const AUDIENCE = "parley:device";
const key = () => new TextEncoder().encode(secret("NEXTAUTH_SECRET"));

/**
 * Signs a proof that a person has signed in with this browser before. It grants no access; it only separates
 * the owner's attempts from guesses.
 */
export async function signDeviceToken(userId: string): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(userId)
    .setJti(newId("ses"))
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime("400d")
    .sign(key());
}

export async function readDeviceToken(token: string | null): Promise<{ userId: string; id: string } | null> {
  if (!token || token.length > 2_000) return null;
  try {
    const { payload } = await jwtVerify(token, key(), { algorithms: ["HS256"], audience: AUDIENCE });
    const { sub = "", jti = "" } = payload;
    return isId("usr", sub) && jti ? { userId: sub, id: jti } : null;
  } catch {
    return null;
  }
}
