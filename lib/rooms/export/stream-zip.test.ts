import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { readZip } from "#testing/rooms/read-zip.ts";
import { streamZip, type ZipEntry } from "./stream-zip.ts";

const at = new Date("2026-03-01T12:00:00Z");
const MEGABYTE = 1_000_000;

async function* bytes(count: number) {
  for (let left = count; left > 0; left -= MEGABYTE / 10) yield randomBytes(MEGABYTE / 10);
}

describe("an archive", () => {
  it("has what was put into it", async () => {
    async function* entries(): AsyncGenerator<ZipEntry> {
      yield { name: "a.txt", at, isText: true, content: text("Hello ", "wörld") };
      yield { name: "files/ü.bin", at, isText: false, content: bytes(MEGABYTE) };
      yield { name: "empty", at, isText: true, content: text() };
    }
    const files = await readZip(await buffer(streamZip(entries())));
    expect([...files.keys()]).toEqual(["a.txt", "files/ü.bin", "empty"]);
    expect(files.get("a.txt")?.toString()).toBe("Hello wörld");
    expect(files.get("files/ü.bin")).toHaveLength(MEGABYTE);
  });

  it("asks for a file only when those before it have been read, and for none after the reader has left", async () => {
    const asked: number[] = [];
    let isClosed = false;
    async function* entries(): AsyncGenerator<ZipEntry> {
      try {
        for (let number = 1; number <= 50; number += 1) {
          asked.push(number);
          yield { name: `${number}.bin`, at, isText: false, content: bytes(MEGABYTE) };
        }
      } finally {
        isClosed = true;
      }
    }
    const reading = streamZip(entries());
    let read = 0;
    while (read < 3 * MEGABYTE) read += (await reading.next()).value?.length ?? 0;
    expect(Math.max(...asked)).toBeLessThan(8);
    await reading.return(undefined);
    await expect.poll(() => isClosed).toBe(true);
    expect(asked.length).toBeLessThan(8);
  });

  it("fails as a whole when a file cannot be read", async () => {
    async function* broken() {
      yield "begins";
      throw new Error("The storage is away.");
    }
    async function* entries(): AsyncGenerator<ZipEntry> {
      yield { name: "a.txt", at, isText: true, content: text("Hello") };
      yield { name: "b.txt", at, isText: true, content: broken() };
    }
    await expect(buffer(streamZip(entries()))).rejects.toThrow("The storage is away.");
    async function* none(): AsyncGenerator<ZipEntry> {
      yield { name: "a.txt", at, isText: true, content: text("Hello") };
      throw new Error("The host has left.");
    }
    await expect(buffer(streamZip(none()))).rejects.toThrow("The host has left.");
  });
});

async function* text(...parts: string[]) {
  yield* parts;
}
