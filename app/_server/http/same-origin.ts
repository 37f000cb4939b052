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
  const origin = request.headers.get("origin");
  if (origin === null) return;
  if (!URL.canParse(origin)) throw crossSite();
  const { NEXTAUTH_URL } = env();
  const { host } = new URL(origin);
  if (host === request.headers.get("host") || (NEXTAUTH_URL && new URL(NEXTAUTH_URL).origin === origin))
    return;
  throw crossSite();
}

function crossSite(): ParleyError {
  return new ParleyError("forbidden", "This request came from another site.");
}
