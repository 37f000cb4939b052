import { randomInt } from "node:crypto";

/** No vowels, so that no words arise, and no signs that are mistaken for another when read aloud or typed. */
const SIGNS = "CDFGHJKMNPQRTVWX346789";
const LENGTH = 8;
const shape = /^[A-Z0-9]{4,20}$/;
/** Names of our own paths beside `/api/chats/{code}` and `/r/{code}`. */
const RESERVED = new Set(["CREATE"]);

/** A random code: 22^8 of them, so guessing finds none before the limit on attempts refuses. */
export function newRoomCode(): string {
  return Array.from({ length: LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join("");
}

/** A code in the form it is stored in, however it was typed; null if it cannot be one. */
export function readRoomCode(typed: string): string | null {
  const code = typed.trim().toUpperCase();
  return shape.test(code) && !RESERVED.has(code) ? code : null;
}
