import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { resetEnv } from "#lib/core/env.ts";
import { checkBackup, HEADER, OBJECTS, objectIdentity, TABLES, TRAILER } from "./check-backup.ts";
import { SetDigest } from "./digest.ts";
import { FORMAT, type Header, secretFingerprints, type Trailer } from "./manifest.ts";
import { readArchive } from "./read-archive.ts";
import { type ArchiveWriter, writeArchive } from "./write-archive.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-backup-"));
  file = join(folder, "backup.tar.gz");
  vi.stubEnv("DATA_DIR", folder);
  resetEnv();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
  resetEnv();
});

const rows = Buffer.from("1\tone\n2\ttwo\\nlines\n");
const object = Buffer.alloc(100_000, "picture ");
const key = "ten_a/covers/1.jpg";

type Change = { header?: Partial<Header>; trailer?: Partial<Trailer> | null; rows?: Buffer };

async function fill(archive: ArchiveWriter, change: Change = {}): Promise<void> {
  const header: Header = {
    format: FORMAT,
    version: "0.1.0",
    takenAt: new Date(0).toISOString(),
    schema: { name: "0001_house", at: 1, queue: 1 },
    secrets: secretFingerprints(),
    tables: [{ name: "platform.rooms", columns: ["id", "title"] }],
    ...change.header,
  };
  const table = new SetDigest();
  table.addRows(rows);
  const objects = new SetDigest();
  objects.add(objectIdentity(key, "image/jpeg"), object);
  const trailer: Trailer = {
    tables: { "platform.rooms": { rows: table.count, hash: table.hash } },
    sequences: [],
    objects: { count: 1, bytes: object.length, hash: objects.hash },
    ...change.trailer,
  };
  await archive.add(HEADER, Buffer.from(JSON.stringify(header)));
  await archive.add(`${TABLES}platform.rooms/000000`, change.rows ?? rows);
  await archive.add(`${OBJECTS}${key}`, object, "image/jpeg");
  if (change.trailer !== null) await archive.add(TRAILER, Buffer.from(JSON.stringify(trailer)));
}

const write = (change?: Change) => writeArchive(file, (archive) => fill(archive, change));
const check = () =>
  checkBackup(file).then(
    () => "whole",
    (error: Error) => error.message.replaceAll(file, "FILE"),
  );

test("what is written is read, and other programs read it too", async () => {
  await write();
  const read = [];
  for await (const entry of readArchive(file)) read.push(entry);
  expect(read.map(({ name }) => name)).toEqual([
    HEADER,
    "tables/platform.rooms/000000",
    `objects/${key}`,
    TRAILER,
  ]);
  expect(read[2]).toMatchObject({ contentType: "image/jpeg", bytes: object });
  expect(await check()).toBe("whole");
  expect((await checkBackup(file)).keys).toEqual(new Set([key]));
  const listed = execFileSync("tar", ["tzf", file], { encoding: "utf8" });
  expect(listed.trim().split("\n")).toEqual(read.map(({ name }) => name));
  expect(readdirSync(folder).filter((name) => name.startsWith("backup"))).toEqual(["backup.tar.gz"]);
});

test("a file cut off anywhere is refused", async () => {
  await write();
  const whole = readFileSync(file);
  for (const share of [0, 0.01, 0.3, 0.5, 0.9, 0.999]) {
    writeFileSync(file, whole.subarray(0, Math.floor(whole.length * share)));
    expect(await check(), `at ${share}`).toMatch(/^FILE is (?:cut off|empty|damaged|not a backup)/);
  }
  writeFileSync(file, whole.subarray(0, whole.length - 1));
  expect(await check()).toMatch(/^FILE is cut off/);
});

test("a file with any flipped bit is refused, unless the bit means nothing", async () => {
  await write();
  const whole = readFileSync(file);
  // The ten bytes of gzip's header hold a time and flags that change nothing.
  for (let at = 10; at < whole.length; at += Math.ceil(whole.length / 97)) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 4;
    writeFileSync(file, damaged);
    // Between blocks of the compression are bits without a meaning: the content is then the same.
    if ((await check()) === "whole") expect(gunzipSync(damaged), `byte ${at}`).toEqual(gunzipSync(whole));
    else expect(await check(), `byte ${at} of ${whole.length}`).toMatch(/^FILE is /);
  }
});

test("content that does not match its hashes is refused, though the file is whole", async () => {
  const refused = "FILE is damaged: its content differs from its hashes.";
  await write({ rows: Buffer.from("1\tone\n2\tother\n") });
  expect(await check()).toBe(refused);
  rmSync(file);
  await write({ rows: Buffer.from("1\tone\n") });
  expect(await check()).toBe(refused);
  rmSync(file);
  await write({ header: { tables: [] } });
  expect(await check()).toBe(refused);
  rmSync(file);
  await write({ trailer: { objects: null } });
  expect(await check()).toBe(refused);
  rmSync(file);
  await write({ trailer: null });
  expect(await check()).toBe("FILE is cut off: its end is missing.");
});

test("another file is not a backup, and a newer format is named", async () => {
  writeFileSync(file, "a text");
  expect(await check()).toBe("FILE is not a backup of Parley.");
  writeFileSync(file, "");
  expect(await check()).toMatch(/^FILE is (?:empty|cut off)/);
  writeFileSync(file, gzipSync("compressed, but no archive".repeat(100)));
  expect(await check()).toBe("FILE is damaged.");
  rmSync(file);
  await writeArchive(file, (archive) => archive.add("photo.jpg", object));
  expect(await check()).toBe("FILE is not a backup of Parley.");
  rmSync(file);
  await write({ header: { format: 99 } });
  expect(await check()).toBe(
    `FILE has format 99, and this release reads formats up to ${FORMAT}. Use a newer release.`,
  );
  rmSync(file);
  expect(await check()).toBe("FILE cannot be read (ENOENT).");
});

test("names that would become part of a statement are refused", async () => {
  await write({ header: { tables: [{ name: "platform.rooms; drop table x", columns: ["id"] }] } });
  expect(await check()).toBe("FILE is damaged: its first part cannot be read.");
});

test("an existing file is not replaced, and a failed backup leaves nothing", async () => {
  writeFileSync(file, "precious");
  await expect(write()).rejects.toMatchObject({ code: "conflict" });
  expect(readFileSync(file, "utf8")).toBe("precious");
  rmSync(file);
  const fails = writeArchive(file, async (archive) => {
    await fill(archive);
    throw new Error("the database is gone");
  });
  await expect(fails).rejects.toThrow("the database is gone");
  await expect(writeArchive(join(folder, "none/backup"), fill)).rejects.toMatchObject({ code: "invalid" });
  expect(readdirSync(folder).filter((name) => name.startsWith("backup"))).toEqual([]);
});

test("a full disk ends a backup with a sentence and leaves nothing", () => {
  const script = `
    import { randomBytes } from "node:crypto";
    import { writeArchive } from "#db/backup/write-archive.ts";
    await writeArchive(${JSON.stringify(file)}, async (archive) => {
      for (let at = 0; at < 50; at += 1) await archive.add("tables/" + at, randomBytes(100_000));
    }).catch((error) => console.log(error.message));`;
  const { stdout } = spawnSync(
    "/bin/sh",
    ["-c", 'ulimit -f 1000; exec "$0" --input-type=module -e "$1"', process.execPath, script],
    { encoding: "utf8", env: { ...process.env, LOG_LEVEL: "silent" } },
  );
  expect(stdout).toBe(`There is no room for the backup. ${file} was not written.\n`);
  expect(readdirSync(folder).filter((name) => name.startsWith("backup"))).toEqual([]);
});
