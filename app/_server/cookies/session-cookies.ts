import { parseSetCookie } from "cookie";
import { SESSION_SECONDS } from "#lib/auth/session/session-token.ts";
import { isHttps } from "../http/is-https.ts";
import { hostCookieName, hostCookieOptions, readHostCookie, writeHostCookie } from "./host-cookie.ts";

const SIGN_UP_SECONDS = 24 * 3_600;
const DEVICE_SECONDS = 400 * 24 * 3_600;

/** A session, the device it is remembered on, and a sign-up under way. */
type Name = "session" | "device" | "sign_up";

const seconds: Record<Name, number> = {
  session: SESSION_SECONDS,
  device: DEVICE_SECONDS,
  sign_up: SIGN_UP_SECONDS,
};

export const accountCookieName = (name: Name, secure: boolean) => hostCookieName(`parley_${name}`, secure);

export const accountCookieOptions = (name: Name, secure: boolean) => hostCookieOptions(secure, seconds[name]);

export function accountCookie(headers: Headers, name: Name): string | null {
  return readHostCookie(headers, `parley_${name}`);
}

/** A `set-cookie` header; null deletes the cookie. */
export function setAccountCookie(headers: Headers, name: Name, value: string | null): string {
  return writeHostCookie(`parley_${name}`, value, { secure: isHttps(headers), maxAge: seconds[name] });
}

/** The session that a response sets. */
export function sessionOfResponse(request: Headers, response: Headers): string | undefined {
  const name = accountCookieName("session", isHttps(request));
  return response
    .getSetCookie()
    .map((header) => parseSetCookie(header))
    .find((cookie) => cookie.name === name)?.value;
}
