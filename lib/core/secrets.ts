import { createHmac, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "./env.ts";
import { singleton } from "./singleton.ts";

type SecretName = "NEXTAUTH_SECRET" | "USER_HASH_SECRET" | "ENCRYPTION_KEY";
type Secrets = Record<SecretName, string>;

/**
 * A secret from the environment. In development it is generated on first use and kept in DATA_DIR. Production
 * always has its own, because `env()` refuses to start without it.
 */
export function secret(name: SecretName): string {
  return env()[name] ?? singleton("secrets", readOrMake)[name];
}

function readOrMake(): Secrets {
  const { DATA_DIR } = env();
  const file = join(DATA_DIR, "secrets.json");
  mkdirSync(DATA_DIR, { recursive: true, mode: 0o700 });
  const made: Secrets = {
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    USER_HASH_SECRET: randomBytes(32).toString("hex"),
    ENCRYPTION_KEY: randomBytes(32).toString("hex"),
  };
  try {
    writeFileSync(file, JSON.stringify(made), { mode: 0o600, flag: "wx" });
    return made;
  } catch {
    const kept = JSON.parse(readFileSync(file, "utf8")) as Omit<Secrets, "ENCRYPTION_KEY"> & Partial<Secrets>;
    // Files of version 0.1 have no ENCRYPTION_KEY. Adding a random one here would race between processes.
    return { ...kept, ENCRYPTION_KEY: kept.ENCRYPTION_KEY ?? kept.USER_HASH_SECRET };
  }
}

/**
 * The pseudonym under which a person's messages are stored. It is keyed, so the database alone identifies no
 * one.
 */
export function hashUserId(tenantId: string, userId: string): string {
  return createHmac("sha256", secret("USER_HASH_SECRET")).update(`${tenantId}:${userId}`).digest("base64url");
}

/** A hash that only this instance can compute, so its input cannot be guessed by trying. */
export function keyedHash(text: string): string {
  return createHmac("sha256", secret("USER_HASH_SECRET")).update(text).digest("base64url");
}
