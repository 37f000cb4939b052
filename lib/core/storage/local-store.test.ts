import { mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { resetEnv } from "../env.ts";
import { createLocalStore } from "./local-store.ts";
import type { ObjectStore } from "./object-store.ts";

let root: string;
let store: ObjectStore;
const binary = { contentType: "application/octet-stream" };

beforeEach(() => {
  vi.stubEnv("LOG_LEVEL", "silent");
  resetEnv();
  root = join(mkdtempSync(join(tmpdir(), "parley-objects-")), "objects");
  store = createLocalStore(root);
});
afterEach(() => {
  rmSync(join(root, ".."), { recursive: true, force: true });
  vi.unstubAllEnvs();
  resetEnv();
});

const workshop = () => readdirSync(join(root, ".workshop"));

async function keys(prefix = ""): Promise<string[]> {
  const found = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found.sort();
}

test("what a killed process left is removed after an hour, and nothing younger", async () => {
  await store.ping();
  const hourAgo = new Date(Date.now() - 3_700_000);
  for (const name of ["old", "young"]) writeFileSync(join(root, ".workshop", name), "half");
  utimesSync(join(root, ".workshop", "old"), hourAgo, hourAgo);
  await createLocalStore(root).ping();
  expect(workshop()).toEqual(["young"]);
});

test("a file cut short by something else counts as missing", async () => {
  await store.put("a/b", Buffer.from("0123456789"), binary);
  truncateSync(join(root, "a", "b~"), 260);
  expect(await store.get("a/b")).toBeNull();
});

test("a directory that cannot be made or read is unavailable, and its path stays inside", async () => {
  writeFileSync(root, "in the way");
  const failures = await Promise.allSettled([
    store.ping(),
    store.get("a"),
    store.put("a", Buffer.from("x"), binary),
    store.delete("a"),
    store.deletePrefix("a"),
    keys(),
  ]);
  for (const failure of failures) {
    expect(failure).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
    expect(String((failure as PromiseRejectedResult).reason)).not.toContain(root);
  }
  rmSync(root);
  await store.put("a", Buffer.from("x"), binary);
  expect(await keys()).toEqual(["a"]);
});

test("deletions leave no empty folders behind", async () => {
  await store.put("a/b/c/d", Buffer.from("x"), binary);
  await store.put("a/e/f", Buffer.from("x"), binary);
  await store.delete("a/b/c/d");
  expect(readdirSync(join(root, "a"))).toEqual(["e"]);
  await store.deletePrefix("a/e");
  expect(readdirSync(root)).toEqual([".workshop"]);
});

test("a folder that comes and goes fails no put", async () => {
  const rounds = Array.from({ length: 40 }, (_, round) => round);
  await Promise.all(
    ["a", "b", "c", "d"].map(async (name) => {
      for (const round of rounds) {
        const key = `t/folder/${name}`;
        await store.put(key, Buffer.from(String(round)), binary);
        await (round % 2 === 0 ? store.delete(key) : store.deletePrefix("t"));
      }
    }),
  );
  await store.put("t/folder/last", Buffer.from("x"), binary);
  expect(await keys()).toEqual(["t/folder/last"]);
});
