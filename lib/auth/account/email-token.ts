import { createHash, randomBytes } from "node:crypto";

const shape = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits, for a link in a mail or an invitation; kept only as a hash. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashToken(token) };
}

/** The hash of a token from outside; null for what cannot be one. */
export function readToken(token: unknown): string | null {
  return typeof token === "string" && shape.test(token) ? hashToken(token) : null;
}

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
