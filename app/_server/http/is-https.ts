import { env } from "#lib/core/env.ts";

/** Whether a request came over TLS. Behind it cookies are bound to the host; development runs on plain http. */
export function isHttps(headers: Headers): boolean {
  const { TRUSTED_PROXY_HOPS, NEXTAUTH_URL } = env();
  const forwarded = TRUSTED_PROXY_HOPS > 0 ? headers.get("x-forwarded-proto") : null;
  return forwarded === "https" || (NEXTAUTH_URL?.startsWith("https:") ?? false);
}
