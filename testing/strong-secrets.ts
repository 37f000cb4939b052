import { randomBytes } from "node:crypto";

/** Secrets that production accepts, different in every run. */
export function strongSecrets() {
  const [NEXTAUTH_SECRET, USER_HASH_SECRET, ENCRYPTION_KEY] = [1, 2, 3].map(() =>
    randomBytes(32).toString("hex"),
  ) as [string, string, string];
  return { NEXTAUTH_SECRET, USER_HASH_SECRET, ENCRYPTION_KEY };
}
