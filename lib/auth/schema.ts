import { z } from "zod";

/** The last label is letters, or punycode such as `xn--p1ai` for рф. */
const ADDRESS =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;

/**
 * The only stored form of an email address is lower-case ASCII. Quoted names, lists, line breaks and
 * look-alike letters are refused, so that two spellings are never two people and an email goes to one
 * address.
 */
export const email = z
  .string()
  .max(254, "Use at most 254 characters.")
  .transform((text) => text.replace(/^ +| +$/g, "").toLowerCase())
  .pipe(z.string().regex(ADDRESS, "Enter an email address, such as name@example.com."));

/** NIST SP 800-63B-4: only the length counts, there are no rules about characters. */
export const PASSWORD_MIN = 10;
export const password = z
  .string()
  .min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters.`)
  .max(200, "Use at most 200 characters.");

export const NAME_MAX_CHARS = 80;
export const personName = z
  .string()
  .trim()
  .min(1, "Enter your name.")
  .max(NAME_MAX_CHARS, `Use at most ${NAME_MAX_CHARS} characters.`)
  .regex(/^[^\p{C}<>]*$/u, "This name contains characters that are not allowed.");

export const signUpInput = z.object({ name: personName, email, password });
export type SignUpInput = z.infer<typeof signUpInput>;

export type SessionView = {
  id: string;
  device: string;
  createdAt: string;
  lastSeenAt: string;
  isCurrent: boolean;
};

/** `since`: null if no second factor is enabled. */
export type SecondFactorView = { since: string | null; recoveryCodesLeft: number };

/** A code from an app or a recovery code, as entered. */
export const secondFactorCode = z.string().trim().min(1, "Enter the code.").max(40, "Enter a valid code.");

export const apiScopes = [
  "chat",
  "knowledge:read",
  "knowledge:write",
  "usage:read",
  "checkins:read",
  "checkins:write",
] as const;
export type ApiScope = (typeof apiScopes)[number];
