import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startS3Server } from "#e2e/fixtures/s3-server.ts";
import { createLocalStore } from "./local-store.ts";
import { maxObjectBytes } from "./object-key.ts";
import type { ObjectStore } from "./object-store.ts";
import { createS3Store } from "./s3-store.ts";

type Opened = { store: ObjectStore; close(): Promise<void> | void };

async function openLocal(): Promise<Opened> {
  const directory = mkdtempSync(join(tmpdir(), "parley-objects-"));
  return {
    store: createLocalStore(directory),
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function openS3(): Promise<Opened> {
  const { close, ...access } = await startS3Server();
  return { store: createS3Store({ ...access, region: "us-east-1", forcePathStyle: true }), close };
}

const binary = { contentType: "application/octet-stream" };

describe.each([
  ["local", openLocal],
  ["s3", openS3],
] as const)("%s", (driver, open) => {
  let store: ObjectStore;
  let close: Opened["close"];
  let folder: string;
  let count = 0;

  beforeAll(async () => {
    ({ store, close } = await open());
  });
  afterAll(() => close());
  const fresh = () => {
    folder = `ten_${++count}`;
    return folder;
  };

  async function keys(prefix: string): Promise<string[]> {
    const found = [];
    for await (const { key } of store.list(prefix)) found.push(key);
    return found.sort();
  }

  test.each([
    ["no byte", Buffer.alloc(0)],
    ["one byte", Buffer.from([0])],
    ["every byte", Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
    ["what looks like a trailer", Buffer.from(`\n{"parley":1,"size":0,"contentType":"x"}${" ".repeat(300)}`)],
    ["line ends and a byte order mark", Buffer.from("\ufeffa\r\nb\n\r\u2028\0", "utf8")],
    ["20 MB", pattern(20_000_000)],
    ["the largest", pattern(maxObjectBytes)],
  ])("returns %s as it was stored", async (_name, bytes) => {
    const key = `${fresh()}/doc_1/original`;
    const contentType = 'text/html; charset="utf-8"';
    await store.put(key, bytes, { contentType });
    const content = await store.get(key);
    expect(content?.bytes.equals(bytes)).toBe(true);
    expect(content?.contentType).toBe(contentType);
    const entries = [];
    for await (const entry of store.list(folder)) entries.push(entry);
    expect(entries).toMatchObject([{ key, size: bytes.length }]);
    expect(Math.abs(Number(entries[0]?.modifiedAt) - Date.now())).toBeLessThan(30_000);
    await store.delete(key);
    expect(await store.get(key)).toBeNull();
  });

  test("takes a part of a larger buffer for what it is", async () => {
    const key = `${fresh()}/part`;
    await store.put(key, new Uint8Array(Buffer.from("0123456789").buffer, 0, 0), binary);
    await store.put(key, Buffer.from("0123456789").subarray(2, 5), binary);
    expect((await store.get(key))?.bytes.toString()).toBe("234");
  });

  test("refuses what is too large", async () => {
    const key = `${fresh()}/large`;
    await expect(store.put(key, Buffer.alloc(maxObjectBytes + 1), binary)).rejects.toMatchObject({
      code: "too_large",
    });
    expect(await store.get(key)).toBeNull();
  });

  test("replaces content and content type together", async () => {
    const key = `${fresh()}/a`;
    await store.put(key, Buffer.from("a long first content"), { contentType: "text/plain" });
    await store.put(key, Buffer.from("second"), { contentType: "image/png" });
    expect(await store.get(key)).toEqual({ bytes: Buffer.from("second"), contentType: "image/png" });
    expect(await keys(folder)).toEqual([key]);
  });

  test("knows nothing of what was never put, and deletes it without complaint", async () => {
    expect(await store.get(`${fresh()}/a/b`)).toBeNull();
    await store.delete(`${folder}/a/b`);
    await store.deletePrefix(`${folder}/a`);
    expect(await keys(folder)).toEqual([]);
  });

  test("a key may be the beginning of another, as a name and as a folder", async () => {
    fresh();
    const all = ["a", "a/b", "a/b/c", "a/bc", "a-b", "a.b"].map((name) => `${folder}/${name}`);
    for (const key of all) await store.put(key, Buffer.from(key), binary);
    for (const key of all) expect((await store.get(key))?.bytes.toString()).toBe(key);
    expect(await keys(folder)).toEqual([...all].sort());
    expect(await keys(`${folder}/a`)).toEqual([`${folder}/a/b`, `${folder}/a/b/c`, `${folder}/a/bc`]);
    expect(await keys(`${folder}/a/b`)).toEqual([`${folder}/a/b/c`]);
    await store.delete(`${folder}/a/b`);
    expect(await store.get(`${folder}/a/b`)).toBeNull();
    expect((await store.get(`${folder}/a/b/c`))?.bytes.toString()).toBe(`${folder}/a/b/c`);
    await store.deletePrefix(`${folder}/a/b`);
    expect(await keys(`${folder}/a`)).toEqual([`${folder}/a/bc`]);
    await store.deletePrefix(`${folder}/a`);
    expect(await keys(folder)).toEqual([`${folder}/a`, `${folder}/a-b`, `${folder}/a.b`]);
  });

  test("one tenant's prefix is not another's", async () => {
    const mine = fresh();
    const other = `${mine}0`;
    for (const tenant of [mine, other]) await store.put(`${tenant}/doc`, Buffer.from(tenant), binary);
    expect(await keys(mine)).toEqual([`${mine}/doc`]);
    await store.deletePrefix(mine);
    expect(await keys(mine)).toEqual([]);
    expect(await keys(other)).toEqual([`${other}/doc`]);
  });

  test("lists and deletes more than a page", async () => {
    fresh();
    const all = Array.from(
      { length: 1_100 },
      (_, index) => `${folder}/doc_${String(index).padStart(4, "0")}/o`,
    );
    for (let from = 0; from < all.length; from += 50)
      await Promise.all(all.slice(from, from + 50).map((key) => store.put(key, Buffer.from(key), binary)));
    await store.put(`${folder}x/o`, Buffer.from("x"), binary);
    expect(await keys(folder)).toEqual(all);
    expect(await keys("")).toEqual(expect.arrayContaining([...all, `${folder}x/o`]));
    for await (const { size } of store.list(folder)) {
      expect(size).toBe(all[0]?.length);
      break;
    }
    await store.deletePrefix(folder);
    expect(await keys(folder)).toEqual([]);
    expect(await keys(`${folder}x`)).toEqual([`${folder}x/o`]);
  });

  // S3 guarantees this, but the server in these tests writes objects in place.
  test.runIf(driver === "local")("of twenty puts at once on one key, one wins whole", async () => {
    const key = `${fresh()}/contested`;
    const contents = Array.from({ length: 20 }, (_, index) => Buffer.alloc(200_000 + index, index));
    await Promise.all(
      contents.map((bytes, index) => store.put(key, bytes, { contentType: `text/p${index}` })),
    );
    const content = await store.get(key);
    const winner = content?.bytes[0] ?? -1;
    expect(content?.bytes.equals(contents[winner] as Buffer)).toBe(true);
    expect(content?.contentType).toBe(`text/p${winner}`);
    expect(await keys(folder)).toEqual([key]);
  });

  test("of twenty puts at once on as many keys, each is whole", async () => {
    const prefix = fresh();
    const contents = Array.from({ length: 20 }, (_, index) => Buffer.alloc(200_000 + index, index));
    const keyOf = (index: number) => `${prefix}/${String(index).padStart(2, "0")}`;
    await Promise.all(contents.map((bytes, index) => store.put(keyOf(index), bytes, binary)));
    for (const [index, bytes] of contents.entries()) {
      expect((await store.get(keyOf(index)))?.bytes.equals(bytes)).toBe(true);
    }
    expect(await keys(prefix)).toEqual(contents.map((_, index) => keyOf(index)));
  });

  test.each([
    "",
    "..",
    "../escape",
    "a/../../escape",
    "/etc/passwd",
    "a//b",
    "a/",
    "a\\b",
    "a\0b",
    "a b",
    "ä/ö",
    "a?x=1",
    "a%2e%2e/b",
    ".workshop/a",
    "a".repeat(1000),
  ])("refuses the key %j", async (key) => {
    const attempts = [
      () => store.put(key, Buffer.from("x"), binary),
      () => store.get(key),
      () => store.delete(key),
      () => store.deletePrefix(key),
      ...(key === "" ? [] : [() => keys(key)]),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(TypeError);
  });

  test("refuses a content type that would be a header of its own", async () => {
    const about = { contentType: "text/plain\r\nx-amz-acl: public-read" };
    await expect(store.put(`${fresh()}/a`, Buffer.from("x"), about)).rejects.toThrow(TypeError);
  });

  test("answers a ping and leaves nothing behind", async () => {
    const before = await keys("");
    await store.ping();
    expect(await keys("")).toEqual(before);
  });
});

test("the S3 server lets nobody in with another secret", async () => {
  const { close, ...access } = await startS3Server();
  const config = { ...access, region: "us-east-1", forcePathStyle: true };
  await createS3Store(config).ping();
  const stranger = createS3Store({ ...config, secretAccessKey: "another" });
  for (const attempt of [() => stranger.ping(), () => stranger.put("a", Buffer.from("x"), binary)])
    await expect(attempt()).rejects.toMatchObject({ code: "unavailable" });
  expect(await createS3Store(config).get("a")).toBeNull();
  await expect(createS3Store({ ...config, bucket: "elsewhere" }).get("a")).rejects.toMatchObject({
    code: "unavailable",
  });
  await close();
});

/** Bytes without a repeating pattern, so that swapped pages or chunks are detected. */
function pattern(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let index = 0, state = 1; index < size; index++) {
    state = (state * 48_271) % 2_147_483_647;
    bytes[index] = state;
  }
  return bytes;
}
