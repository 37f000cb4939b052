import { randomInt } from "node:crypto";
import { keyedHash } from "#lib/core/secrets.ts";

/** Without characters that are easily confused. */
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH = 12;

/** 59 random bits in a form that people can type: `K3DS-92AB-XK4Q`. */
export function newAccessCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)] ?? "2").join("");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}

/** Hashes a code as typed; null where the text cannot be a code. */
export function hashAccessCode(tenantId: string, text: string): string | null {
  const plain = text.toUpperCase().replace(/[\s-]/g, "");
  const isCode = plain.length === LENGTH && [...plain].every((letter) => LETTERS.includes(letter));
  return isCode ? keyedHash(`access code:${tenantId}:${plain}`) : null;
}
