// Before anything of Next is loaded, as Next's own servers do: what its routes call needs it.
import "next/dist/server/node-environment-baseline.js";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll } from "vitest";
import { singleton } from "#lib/core/singleton.ts";

/**
 * Points the suite at its storage before anything reads the environment: with TEST_DATABASE_URL a fresh
 * database with a plain app login separate from the owner, as in production; else the embedded one in a
 * temporary directory.
 */
const place = singleton("testing.place", () => ({ ready: null as Promise<() => Promise<void>> | null }));
place.ready ??= prepare();
const cleanUp = await place.ready;

async function prepare(): Promise<() => Promise<void>> {
  process.env.DATA_DIR = mkdtempSync(join(tmpdir(), "parley-test-"));
  process.env.LOG_LEVEL = "silent";
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return async () => rmSync(process.env.DATA_DIR ?? "", { recursive: true, force: true });
  const name = `parley_test_${randomBytes(6).toString("hex")}`;
  const owner = new pg.Client({ connectionString: server });
  await owner.connect();
  await owner.query(`create database ${name}`);
  await owner.query(`create role ${name} login password '${name}'`);
  process.env.DATABASE_MIGRATION_URL = withDatabase(server, name);
  process.env.DATABASE_URL = withLogin(withDatabase(server, name), name);
  return async () => {
    await owner.query(`drop database ${name} with (force)`);
    await owner.query(`drop role ${name}`);
    await owner.end();
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

function withLogin(url: string, name: string): string {
  const changed = new URL(url);
  changed.username = name;
  changed.password = name;
  return changed.toString();
}

/** Files share the process and the storage: the last one to end closes both. */
const open = singleton("testing.open", () => ({ files: 0, timer: null as NodeJS.Timeout | null }));
open.files += 1;
if (open.timer) clearTimeout(open.timer);

afterAll(async () => {
  open.files -= 1;
  process.once("beforeExit", async () => {
    const { closeStorage } = await import("#db/storage.ts");
    await closeStorage();
    await cleanUp();
  });
});
