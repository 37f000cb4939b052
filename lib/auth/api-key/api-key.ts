import { createHash, randomBytes } from "node:crypto";

const shape = /^pk_[A-Za-z0-9_-]{43}$/;

/** A new key: 256 random bits, shown once, kept only as a hash. */
export function newApiKey(): string {
  return `pk_${randomBytes(32).toString("base64url")}`;
}

export function isApiKey(text: string): boolean {
  return shape.test(text);
}

export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
