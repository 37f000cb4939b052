import { randomInt } from "node:crypto";
import { keyedHash } from "#lib/core/secrets.ts";

/** Without letters that look like others. */
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH = 12;

/** 59 random bits, as people type them: `K3DS-92AB-XK4Q`. */
export function newAccessCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)] ?? "2").join("");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}

/** The hash of a code as it was typed; null for what cannot be one. */
export function hashAccessCode(tenantId: string, text: string): string | null {
  const plain = text.toUpperCase().replace(/[\s-]/g, "");
  const isCode = plain.length === LENGTH && [...plain].every((letter) => LETTERS.includes(letter));
  return isCode ? keyedHash(`access code:${tenantId}:${plain}`) : null;
}
