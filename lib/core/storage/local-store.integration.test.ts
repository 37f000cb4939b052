import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLocalStore } from "./local-store.ts";
import type { ObjectStore } from "./object-store.ts";

let root: string;
let store: ObjectStore;
const children: ChildProcess[] = [];
const binary = { contentType: "application/octet-stream" };

beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), "parley-objects-")), "objects");
  store = createLocalStore(root);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(join(root, ".."), { recursive: true, force: true });
});

/** Runs a script with `store` in another process, in a shell that may first set limits. */
function elsewhere(script: string, limits = ":"): { child: ChildProcess; ended: Promise<string> } {
  const source = `
    import { createLocalStore } from "#lib/core/storage/local-store.ts";
    const store = createLocalStore(${JSON.stringify(root)});
    ${script}`;
  const child = spawn(
    "/bin/sh",
    ["-c", `${limits}; exec "$0" --input-type=module -e "$1"`, process.execPath, source],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, LOG_LEVEL: "silent" },
    },
  );
  children.push(child);
  let output = "";
  child.stdout?.on("data", (piece) => {
    output += piece;
  });
  return { child, ended: once(child, "close").then(() => output) };
}

const workshop = () => readdirSync(join(root, ".workshop"));

async function keys(prefix = ""): Promise<string[]> {
  const found = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found.sort();
}

test("a process killed in the middle of a put leaves the object before it, whole", async () => {
  const size = 20_000_000;
  await store.put("a/b", Buffer.alloc(size, 0), binary);
  for (let round = 1; round <= 3; round++) {
    const { child, ended } = elsewhere(
      `for (let n = 1; ; n++) await store.put("a/b", Buffer.alloc(${size}, n % 250), ${JSON.stringify(binary)});`,
    );
    const isWriting = () =>
      workshop().some((name) => {
        const written = statSync(join(root, ".workshop", name), { throwIfNoEntry: false })?.size ?? 0;
        return written > size / 10 && written < size;
      });
    const before = workshop().length;
    while (!isWriting() || workshop().length === before) await sleep(1);
    child.kill("SIGKILL");
    await ended;
    const content = await store.get("a/b");
    expect(content?.bytes.length).toBe(size);
    expect(content?.bytes.equals(Buffer.alloc(size, content.bytes[0]))).toBe(true);
    expect(await keys()).toEqual(["a/b"]);
  }
});

test("two processes on one key: each reader sees one of them whole", async () => {
  const size = 300_000;
  const script = (from: number) => `
    for (let n = 0; n < 40; n++) {
      await store.put("a/b", Buffer.alloc(${size}, ${from} + n), { contentType: "text/p" + (${from} + n) });
      if (n % 5 === 0) await store.deletePrefix("a");
    }
    console.log("done");`;
  const writers = [elsewhere(script(1)).ended, elsewhere(script(101)).ended];
  let isOver = false;
  const over = Promise.all(writers).then((outputs) => {
    isOver = true;
    return outputs;
  });
  const seen = new Set<number>();
  while (!isOver) {
    const content = await store.get("a/b");
    if (content === null) continue;
    const [first] = content.bytes;
    seen.add(first ?? -1);
    expect(content.bytes.equals(Buffer.alloc(size, first))).toBe(true);
    expect(content.contentType).toBe(`text/p${first}`);
  }
  expect(await over).toEqual(["done\n", "done\n"]);
  expect(seen.size).toBeGreaterThan(5);
  expect(workshop()).toEqual([]);
});

test("no room: a clear error, no half object, the old one stays, and small ones still go in", async () => {
  await store.put("a/old", Buffer.from("old"), binary);
  const { ended } = elsewhere(
    `const attempt = (key, size) => store.put(key, Buffer.alloc(size), ${JSON.stringify(binary)})
       .then(() => "stored", (error) => error.code + ": " + error.message);
     console.log(await attempt("a/new", 5_000_000));
     console.log(await attempt("a/old", 5_000_000));
     console.log(await attempt("a/small", 1000));`,
    "ulimit -f 1000",
  );
  const full = "unavailable: The file storage is full.";
  expect((await ended).trim().split("\n")).toEqual([full, full, "stored"]);
  expect(await keys()).toEqual(["a/old", "a/small"]);
  expect((await store.get("a/old"))?.bytes.toString()).toBe("old");
  expect(workshop()).toEqual([]);
});
