import { createHash, randomBytes } from "node:crypto";

const shape = /^[A-Za-z0-9_-]{43}$/;

/** Returns 256 random bits for a link in an email or an invitation, and the hash to store instead of it. */
export function createRandomToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: sha256(token) };
}

/** Returns the hash of a received token, or null if its format is wrong. */
export function hashRandomToken(token: unknown): string | null {
  return typeof token === "string" && shape.test(token) ? sha256(token) : null;
}

function sha256(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
