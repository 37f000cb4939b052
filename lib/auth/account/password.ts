import { hash, verify } from "@node-rs/argon2";
import { singleton } from "#lib/core/singleton.ts";

/** Argon2id with OWASP's first choice of 2025: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/**
 * Checks a password. Without a hash it takes the same time and fails, so that timing does not reveal which
 * accounts exist.
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const nobody = singleton("auth.nobody", () => hashPassword("nobody has this password"));
  const fits = await verify(passwordHash ?? (await nobody), password);
  return passwordHash !== null && fits;
}
