import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { secret } from "./secrets.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key for each purpose: what was sealed for one cannot be passed off for another. */
function keyFor(purpose: string): Buffer {
  return Buffer.from(
    hkdfSync("sha256", secret("USER_HASH_SECRET"), "", `parley sealed text: ${purpose}`, 32),
  );
}

/** A text as it may lie in the database: AES-256-GCM under a key that does not, base64url. */
export function encryptText(text: string, purpose: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFor(purpose), iv);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
}

/** @returns null for what was not sealed here for this purpose, or was changed since */
export function decryptText(sealed: string, purpose: string): string | null {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyFor(purpose), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const body = bytes.subarray(IV_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
