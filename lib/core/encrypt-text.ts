import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { secret } from "./secrets.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Derives one key per purpose, so that text encrypted for one purpose cannot be used for another. */
function keyFor(purpose: string, name: "ENCRYPTION_KEY" | "USER_HASH_SECRET"): Buffer {
  return Buffer.from(hkdfSync("sha256", secret(name), "", `parley sealed text: ${purpose}`, 32));
}

/** Encrypts a text for storage in the database: AES-256-GCM with a key from ENCRYPTION_KEY, base64url. */
export function encryptText(text: string, purpose: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFor(purpose, "ENCRYPTION_KEY"), iv);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
}

/** Returns null for text that was not encrypted here for this purpose, or was changed. */
export function decryptText(sealed: string, purpose: string): string | null {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  // Before ENCRYPTION_KEY existed, the key came from USER_HASH_SECRET.
  return (
    decryptWith(keyFor(purpose, "ENCRYPTION_KEY"), bytes) ??
    decryptWith(keyFor(purpose, "USER_HASH_SECRET"), bytes)
  );
}

function decryptWith(key: Buffer, bytes: Buffer): string | null {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const body = bytes.subarray(IV_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
