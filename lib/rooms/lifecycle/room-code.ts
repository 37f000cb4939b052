import { randomInt } from "node:crypto";

/** No vowels, so that codes form no words, and no characters that are easily confused. */
const SIGNS = "CDFGHJKMNPQRTVWX346789";
const LENGTH = 8;
const shape = /^[A-Z0-9]{4,20}$/;
/** Path segments used beside `/api/chats/{code}` and `/r/{code}`. */
const RESERVED = new Set(["CREATE"]);

/** A random code out of 22^8, too many to guess within the limit on attempts. */
export function newRoomCode(): string {
  return Array.from({ length: LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join("");
}

/** Normalizes a typed code to its stored form; null if it cannot be a code. */
export function readRoomCode(typed: string): string | null {
  const code = typed.trim().toUpperCase();
  return shape.test(code) && !RESERVED.has(code) ? code : null;
}
