import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";

/**
 * Rejects state-changing requests that a browser sends on behalf of another site. Other clients send neither
 * header and have no ambient cookies. Forwarded host headers are ignored: a client can forge them.
 * @throws ParleyError forbidden
 */
export function requireSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") throw crossSite();
  if (!isOwnOrigin(request.headers)) throw crossSite();
}

/** Whether a request comes from a page of this instance, or from a client that is not a browser. */
export function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get("origin");
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const { NEXTAUTH_URL } = env();
  if (NEXTAUTH_URL && new URL(NEXTAUTH_URL).origin === origin) return true;
  return new URL(origin).host === headers.get("host");
}

function crossSite(): ParleyError {
  return new ParleyError("forbidden", "This request came from another site.");
}
