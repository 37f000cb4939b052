import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CheckedBackup, checkBackup, HEADER, TRAILER } from "#db/backup/check-backup.ts";
import { openEmbedded } from "#db/backup/open-embedded.ts";
import { readBackup } from "#db/backup/restore.ts";
import { writeArchive } from "#db/backup/write-archive.ts";
import { createLocalStore } from "#lib/core/storage/local-store.ts";

/** What a restore changes by intention: positions that clients remember, and sessions. */
const CHANGED = ["platform.conversations", "platform.rooms", "platform.sessions"];

const folder = mkdtempSync(join(tmpdir(), "parley-backup-"));
const [from, other] = [join(folder, "from"), join(folder, "other")];
const file = join(folder, "first.tar.gz");
const key = "ten_01h2xcejqtf2nbrexx3vqjhp41/covers/1.jpg";
const picture = { contentType: "image/jpeg" };
let first: CheckedBackup;

/** Values that a text format could change: escapes, line ends, other scripts, vectors, times, numbers. */
const ROWS = `
  insert into platform.tenants (id, slug, name, settings) values
    ('018f0000-0000-7000-8000-000000000001', 'one', E'tab\\t, line\\nend, \\\\N, 🌙 نص', '{"a": [1.10, "\\\\ \\n"]}');
  insert into platform.users (id, email, name) values ('018f0000-0000-7000-8000-000000000002', 'a@example.com', '');
  insert into platform.sessions (id, user_id, device, expires_at)
    values ('018f0000-0000-7000-8000-000000000003', '018f0000-0000-7000-8000-000000000002', '', now() + interval '1 day');
  insert into platform.chatbots (tenant_id, id, handle, name, config)
    select id, '018f0000-0000-7000-8000-000000000004', 'bot', 'Bot', '{}' from platform.tenants;
  insert into platform.conversations (tenant_id, id, chatbot_id, user_id_hash, client_key, title)
    select tenant_id, gen_random_uuid(), id, 'hash', n::text, repeat('long ', n * 40) from platform.chatbots, generate_series(1, 300) n;
  insert into platform.rooms (tenant_id, id, code, title, settings)
    select id, gen_random_uuid(), 'CODE', 'Room', '{}' from platform.tenants;
  insert into platform.knowledge_sources (tenant_id, id, chatbot_id, kind, origin, name)
    select tenant_id, id, id, 'folder', 'x', 'x' from platform.chatbots;
  insert into platform.documents (tenant_id, id, chatbot_id, source_id, path, title, format, content, content_hash, pipeline, chunk_count, window_count, lexeme_count)
    select tenant_id, id, id, id, 'a', 'a', 'text', 'a', 'a', 'a', 1, 1, 1 from platform.chatbots;
  insert into platform.chunks (tenant_id, document_id, chatbot_id, ordinal, content, context, language, heading_path, start_offset, end_offset)
    select tenant_id, id, id, 0, 'words', 'a', 'english', array['a', 'b,"c', null], 0, 5 from platform.chatbots;
  insert into platform.embeddings (tenant_id, document_id, chatbot_id, ordinal, window_number, model, embedding)
    select tenant_id, id, id, 0, 0, 'm', array_fill(1.0 / 3, array[1536])::vector from platform.chatbots;`;

/** Runs a script on a data directory. @returns its exit code and all it printed */
async function run(script: string, dataDirectory: string, ...args: string[]) {
  const child = spawn(process.execPath, [`scripts/${script}.ts`, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "development",
      DATA_DIR: dataDirectory,
      DATABASE_URL: "",
      DATABASE_MIGRATION_URL: "",
    },
  });
  const [output, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once("close", resolve)),
  ]);
  return { code, output: output + errors };
}

async function epochs(dataDirectory: string): Promise<number[]> {
  const database = await openEmbedded(dataDirectory);
  try {
    const { rows } = await database.query<{ epoch: number }>("select epoch from platform.rooms order by id");
    return rows.map(({ epoch }) => epoch);
  } finally {
    await database.close();
  }
}

beforeAll(async () => {
  expect(await run("migrate", from)).toMatchObject({ code: 0 });
  const database = await openEmbedded(from);
  await database.query(ROWS);
  await database.close();
  await createLocalStore(join(from, "objects")).put(key, Buffer.alloc(3_000_000, "picture"), picture);
  expect(await run("backup", from, file)).toMatchObject({ code: 0 });
  first = await checkBackup(file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a target in use is refused; replaced, it has every row and file, and another history", async () => {
  const refused = await run("restore", from, file);
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("pass --replace");
  const before = await epochs(from);
  const store = createLocalStore(join(from, "objects"));
  await store.put("ten_01h2xcejqtf2nbrexx3vqjhp41/covers/2.jpg", Buffer.from("later"), picture);
  const note = {
    at: new Date().toISOString(),
    actor: "visitor",
    id: "vis_01h2xcejqtf2nbrexx3vqjhp41",
    userIdHash: "none",
    account: false,
  };
  const noteKey = "ten_01h2xcejqtf2nbrexx3vqjhp41/erased/1";
  await store.put(noteKey, Buffer.from(JSON.stringify(note)), { contentType: "application/json" });
  const replaced = await run("restore", from, file, "--replace");
  expect(replaced).toMatchObject({ code: 0 });
  expect(replaced.output).toContain("Removed 1 file from the replaced data.");
  expect(replaced.output).toContain("Everyone has to sign in again.");
  const keys = [];
  for await (const object of store.list("")) keys.push(object.key);
  expect(keys.sort()).toEqual([key, noteKey]);
  await store.delete(noteKey);
  expect(Math.min(...(await epochs(from)))).toBeGreaterThan(Math.max(...before));

  const file2 = join(folder, "second.tar.gz");
  expect(await run("backup", from, file2)).toMatchObject({ code: 0 });
  const second = await checkBackup(file2);
  const unchanged = ({ trailer }: CheckedBackup) =>
    Object.entries(trailer.tables).filter(([name]) => !CHANGED.includes(name));
  expect(unchanged(second)).toEqual(unchanged(first));
  expect(first.trailer.tables["platform.conversations"]?.rows).toBe(300);
  expect(first.trailer.tables["platform.embeddings"]?.rows).toBe(1);
  for (const name of CHANGED)
    expect(second.trailer.tables[name]?.rows).toBe(first.trailer.tables[name]?.rows);
  expect(second.trailer.objects).toEqual({ ...first.trailer.objects, count: 1 });
  expect(second.trailer.sequences).toEqual(first.trailer.sequences);
});

test("a server on the data directory, other secrets and a newer release are named", async () => {
  const held = await openEmbedded(from);
  const busy = await run("backup", from, join(folder, "busy.tar.gz"));
  await held.close();
  expect(busy.code).toBe(1);
  expect(busy.output).toContain(`A server is using ${from}. Stop it first`);
  const strange = await run("restore", other, file);
  expect(strange.code).toBe(1);
  expect(strange.output).toContain("was made with another USER_HASH_SECRET and another ENCRYPTION_KEY");
  expect(readdirSync(other)).toEqual(["secrets.json"]);

  const newer = join(folder, "newer.tar.gz");
  const { header, trailer } = first;
  const schema = { ...header.schema, name: "0099_later", at: header.schema.at + 1 };
  await writeArchive(newer, async (archive) => {
    await archive.add(
      HEADER,
      Buffer.from(JSON.stringify({ ...header, version: "9.9.9", schema, tables: [] })),
    );
    await archive.add(TRAILER, Buffer.from(JSON.stringify({ ...trailer, tables: {}, objects: null })));
  });
  await expect(readBackup(newer, true)).rejects.toThrow(
    `has the schema 0099_later (Parley 9.9.9), which is newer than ${header.schema.name} of this release`,
  );
});
