import { env } from "#lib/core/env.ts";

/** Whether a request came over TLS; then cookies are bound to the host. Development uses plain HTTP. */
export function isHttps(headers: Headers): boolean {
  const { TRUSTED_PROXY_HOPS, NEXTAUTH_URL } = env();
  const forwarded = TRUSTED_PROXY_HOPS > 0 ? headers.get("x-forwarded-proto") : null;
  return forwarded === "https" || (NEXTAUTH_URL?.startsWith("https:") ?? false);
}
