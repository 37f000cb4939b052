import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const shape = /^pk_[A-Za-z0-9_-]{43}$/;
/** With a checksum of six characters. Older keys have none. */
const checked = /^(pk_[A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$/;

/** A new key: 256 random bits and a checksum, shown once, kept only as a hash. */
export function newApiKey(): string {
  const body = `pk_${randomBytes(32).toString("base64url")}`;
  return body + checksum(body);
}

/**
 * Whether a text can be a key. Detects a mistyped or truncated key without a query.
 */
export function isApiKey(text: string): boolean {
  const [, body, sum] = checked.exec(text) ?? [];
  return body === undefined ? shape.test(text) : sum === checksum(body);
}

export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** The parts of a key that lists may show. The last characters are part of the checksum. */
export function labelApiKey(key: string): { prefix: string; lastFour: string } {
  return { prefix: key.slice(0, 7), lastFour: key.slice(-4) };
}

function checksum(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString("base64url");
}
