import { jwtVerify, SignJWT } from "jose";
import { type Id, isId } from "#lib/core/ids.ts";
import { secret } from "#lib/core/secrets.ts";

const AUDIENCE = "parley:visitor";
/** Browsers cap cookies at 400 days. */
export const VISITOR_TOKEN_SECONDS = 400 * 24 * 3600;
const RENEW_AFTER_SECONDS = 30 * 24 * 3600;

export type Visitor = { tenantId: Id<"ten">; visitorId: Id<"vis">; isDueForRenewal: boolean };

function key(): Uint8Array {
  return new TextEncoder().encode(secret("NEXTAUTH_SECRET"));
}

/** Signs a token that identifies its bearer as one visitor of one tenant and grants nothing else. */
export async function signVisitorToken(tenantId: Id<"ten">, visitorId: Id<"vis">): Promise<string> {
  return new SignJWT({ tenant: tenantId })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(visitorId)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${VISITOR_TOKEN_SECONDS}s`)
    .sign(key());
}

/** Returns the visitor of a token; null for anything that is not a valid token. */
export async function readVisitorToken(token: string): Promise<Visitor | null> {
  try {
    const { payload } = await jwtVerify(token, key(), {
      algorithms: ["HS256"],
      audience: AUDIENCE,
      requiredClaims: ["exp", "iat", "sub"],
    });
    const { tenant, sub, iat = 0 } = payload;
    if (typeof tenant !== "string" || !isId("ten", tenant) || !sub || !isId("vis", sub)) return null;
    return {
      tenantId: tenant,
      visitorId: sub,
      isDueForRenewal: Date.now() / 1000 - iat > RENEW_AFTER_SECONDS,
    };
  } catch {
    return null;
  }
}
