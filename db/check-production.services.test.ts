import { afterEach, expect, test } from "vitest";
import { storage } from "#db/storage.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { checkProduction } from "./check-production.ts";

const url = () => process.env.DATABASE_URL ?? "";
const login = () => new URL(url()).username;

/** Asks for a setting in the URL, as an operator's connection string may. */
function withSetting(name: string, value: string): string {
  const changed = new URL(url());
  changed.searchParams.set("options", `-c ${name}=${value}`);
  return changed.toString();
}

afterEach(async () => {
  await asOwner(`alter role ${login()} reset synchronous_commit`);
});

test("accepts the database as tests have it", async () => {
  await storage();
  await expect(checkProduction(url())).resolves.toBeUndefined();
});

test("refuses synchronous_commit=off, set in the URL or for the login (OPS-08)", async () => {
  await storage();
  await expect(checkProduction(withSetting("synchronous_commit", "off"))).rejects.toThrow(/lose saved data/);
  await expect(checkProduction(withSetting("synchronous_commit", "local"))).resolves.toBeUndefined();
  await asOwner(`alter role ${login()} set synchronous_commit = off`);
  await expect(checkProduction(url())).rejects.toThrow(/synchronous_commit is off/);
});

test("refuses the owner's login", async () => {
  await storage();
  await expect(checkProduction(process.env.DATABASE_MIGRATION_URL ?? "")).rejects.toThrow(
    /row-level security/,
  );
});
