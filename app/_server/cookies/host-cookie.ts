import { parseCookie, stringifySetCookie } from "cookie";
import { isHttps } from "../http/is-https.ts";

/** Behind TLS a cookie is bound to the host (`__Host-`); development on plain http has no such prefix. */
export const hostCookieName = (name: string, secure: boolean) => `${secure ? "__Host-" : ""}${name}`;

/** Scripts cannot read such a cookie, and of other sites' requests only followed links send it. */
const cookieFlags = { path: "/", httpOnly: true, sameSite: "lax" } as const;

export const hostCookieOptions = (secure: boolean, maxAge: number) =>
  ({ ...cookieFlags, secure, maxAge }) as const;

/**
 * Reads a cookie. Over TLS it must be bound to the host, because other hosts of the same site can set one
 * without the prefix.
 */
export function readHostCookie(headers: Headers, name: string): string | null {
  const cookies = parseCookie(headers.get("cookie") ?? "");
  return cookies[hostCookieName(name, isHttps(headers))] ?? null;
}

/** A `set-cookie` header; null deletes the cookie. */
export function writeHostCookie(
  name: string,
  value: string | null,
  { secure, maxAge }: { secure: boolean; maxAge: number },
): string {
  return stringifySetCookie({
    name: hostCookieName(name, secure),
    value: value ?? "",
    ...hostCookieOptions(secure, value === null ? 0 : maxAge),
  });
}
