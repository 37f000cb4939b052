import { SESSION_SECONDS } from "#lib/auth/session/session-token.ts";
import { isHttps } from "../routes/is-https.ts";

const SIGN_UP_SECONDS = 24 * 3_600;
const DEVICE_SECONDS = 400 * 24 * 3_600;

type Name = "session" | "device" | "sign_up";

const seconds: Record<Name, number> = {
  session: SESSION_SECONDS,
  device: DEVICE_SECONDS,
  sign_up: SIGN_UP_SECONDS,
};

export const accountCookieName = (name: Name, secure: boolean) => `${secure ? "__Host-" : ""}parley_${name}`;

export const accountCookieOptions = (name: Name, secure: boolean) =>
  ({ path: "/", httpOnly: true, sameSite: "lax", secure, maxAge: seconds[name] }) as const;

/** What a browser carries under a name; the one bound to the host goes first. */
export function accountCookie(headers: Headers, name: Name): string | null {
  const pairs = (headers.get("cookie") ?? "").split(/;\s*/);
  for (const secure of [true, false]) {
    const start = `${accountCookieName(name, secure)}=`;
    const found = pairs.find((pair) => pair.startsWith(start));
    if (found) return decodeURIComponent(found.slice(start.length));
  }
  return null;
}

/** A `set-cookie` header; null takes the cookie away. */
export function setAccountCookie(headers: Headers, name: Name, value: string | null): string {
  const secure = isHttps(headers);
  const age = value === null ? 0 : seconds[name];
  const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure ? "; Secure" : ""}`;
  return `${accountCookieName(name, secure)}=${encodeURIComponent(value ?? "")}; ${flags}`;
}
