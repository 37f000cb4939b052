import { randomInt } from "node:crypto";
import type { Id } from "#lib/core/ids.ts";
import { keyedHash } from "#lib/core/secrets.ts";

/** Excludes look-alike characters. */
const LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";
const GROUPS = 3;
const GROUP = 4;
const COUNT = 10;

/** Ten codes of 59 random bits: `k3ds-92ab-xk4q`. */
export function newRecoveryCodes(): string[] {
  const letter = () => LETTERS[randomInt(LETTERS.length)] ?? "2";
  const group = () => Array.from({ length: GROUP }, letter).join("");
  return Array.from({ length: COUNT }, () => Array.from({ length: GROUPS }, group).join("-"));
}

/** Normalizes an entered code, with or without dashes, in any case; null if it cannot be a code. */
export function readRecoveryCode(text: string): string | null {
  const plain = text.toLowerCase().replace(/[\s-]/g, "");
  return plain.length === GROUPS * GROUP && [...plain].every((letter) => LETTERS.includes(letter))
    ? plain
    : null;
}

/** @param code from `readRecoveryCode` or `newRecoveryCodes` */
export function hashRecoveryCode(userId: Id<"usr">, code: string): string {
  return keyedHash(`recovery:${userId}:${code.replaceAll("-", "")}`);
}
