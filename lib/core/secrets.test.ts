import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { decryptText, encryptText } from "./encrypt-text.ts";
import { resetEnv } from "./env.ts";
import { secret } from "./secrets.ts";

const before = process.env.DATA_DIR;
let directory: string;

function openDirectory(path: string | undefined): void {
  if (path === undefined) delete process.env.DATA_DIR;
  else process.env.DATA_DIR = path;
  resetEnv();
  delete (globalThis as unknown as Record<symbol, unknown>)[Symbol.for("parley.secrets")];
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "parley-secrets-"));
  openDirectory(directory);
});
afterEach(() => {
  openDirectory(before);
  rmSync(directory, { recursive: true });
});

it("creates three different secrets and keeps them in DATA_DIR", () => {
  const made = (["NEXTAUTH_SECRET", "USER_HASH_SECRET", "ENCRYPTION_KEY"] as const).map(secret);
  expect(new Set(made).size).toBe(3);
  expect(Object.values(JSON.parse(readFileSync(join(directory, "secrets.json"), "utf8")))).toEqual(made);
});

it("still decrypts in a data directory from before ENCRYPTION_KEY, and in a later process", () => {
  const kept = { NEXTAUTH_SECRET: "n".repeat(64), USER_HASH_SECRET: "u".repeat(64) };
  writeFileSync(join(directory, "secrets.json"), JSON.stringify(kept));
  const sealed = encryptText("JBSWY3DPEHPK3PXP", "one");
  openDirectory(directory);
  expect(decryptText(sealed, "one")).toBe("JBSWY3DPEHPK3PXP");
});
