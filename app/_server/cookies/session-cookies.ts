import { parseSetCookie } from "cookie";
import { type SessionCookie, sessionCookies } from "#lib/auth/session/cookie-names.ts";
import { isHttps } from "../http/is-https.ts";
import { hostCookieName, hostCookieOptions, readHostCookie, writeHostCookie } from "./host-cookie.ts";

export const accountCookieName = (name: SessionCookie, secure: boolean) =>
  hostCookieName(sessionCookies[name].name, secure);

export const accountCookieOptions = (name: SessionCookie, secure: boolean) =>
  hostCookieOptions(secure, sessionCookies[name].seconds);

export function accountCookie(headers: Headers, name: SessionCookie): string | null {
  return readHostCookie(headers, sessionCookies[name].name);
}

/** A `set-cookie` header; null deletes the cookie. */
export function setAccountCookie(headers: Headers, name: SessionCookie, value: string | null): string {
  return writeHostCookie(sessionCookies[name].name, value, {
    secure: isHttps(headers),
    maxAge: sessionCookies[name].seconds,
  });
}

/** The session that a response sets. */
export function sessionOfResponse(request: Headers, response: Headers): string | undefined {
  const name = accountCookieName("session", isHttps(request));
  return response
    .getSetCookie()
    .map((header) => parseSetCookie(header))
    .find((cookie) => cookie.name === name)?.value;
}
