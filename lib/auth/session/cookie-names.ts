/** A session ends this long after sign-in, even if it is in use. */
export const SESSION_SECONDS = 30 * 24 * 3_600;

/** A session, the device it is remembered on, and a sign-up under way. */
export type SessionCookie = "session" | "device" | "sign_up";

/**
 * Names and lifetimes of the cookies that sign a person in. app/_server/cookies/session-cookies.ts sets them;
 * over https, host-cookie.ts there adds `Secure` and the prefix `__Host-`.
 */
export const sessionCookies: Record<SessionCookie, { name: string; seconds: number }> = {
  session: { name: "parley_session", seconds: SESSION_SECONDS },
  device: { name: "parley_device", seconds: 400 * 24 * 3_600 },
  sign_up: { name: "parley_sign_up", seconds: 24 * 3_600 },
};
