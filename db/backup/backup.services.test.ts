import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { env } from "#lib/core/env.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { secret } from "#lib/core/secrets.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { erasePerson } from "#lib/privacy/erase-person.ts";
import { createRoom } from "#lib/rooms/lifecycle/create-room.ts";
import { createRoomRequest } from "#lib/rooms/schema.ts";
import { registerTeam } from "#lib/status/commands/register-team.ts";
import { registerTeamInput } from "#lib/status/schema.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { backUp } from "./back-up.ts";
import { type CheckedBackup, checkBackup } from "./check-backup.ts";
import { openPostgres } from "./open-postgres.ts";
import { restore } from "./restore.ts";

const CHANGED = ["platform.conversations", "platform.rooms", "platform.sessions"];
const ROLES = ["app", "operator", "queue", "turn_log", "events", "analytics", "backup"].map(
  (name) => `parley_${name}`,
);

const superuser = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
const folder = mkdtempSync(join(tmpdir(), "parley-backup-"));
const file = join(folder, "backup.tar.gz");
const name = `parley_test_${randomBytes(6).toString("hex")}`;
const owner = `${name}_owner`;
/** An empty database, whose owner is neither a superuser nor past row-level security. */
const ownerUrl = urlOf(owner);
const loginUrl = urlOf(name);
const superuserUrl = (process.env.TEST_DATABASE_URL ?? "").replace(/\/[^/]*$/, `/${name}`);

function urlOf(role: string): string {
  const url = new URL(process.env.TEST_DATABASE_URL ?? "");
  [url.username, url.password, url.pathname] = [role, name, `/${name}`];
  return url.toString();
}

let serial = 0;
let one: TestTenant;
let two: TestTenant;
/** Texts whose turn had ended, and those that had before the backup began. */
const acknowledged: string[] = [];
let before: string[] = [];
let erased: Context;
let backup: CheckedBackup;

async function ask({ chatbot }: TestTenant, ctx: Context): Promise<string> {
  serial += 1;
  const question = `Question ${serial} of ${name}`;
  const turn = await runTurn(ctx, {
    chatbot,
    request: {
      id: `conversation-${serial % 7}`,
      chatbot: chatbot.handle,
      trigger: "submit-message",
      message: { id: `backup-${name}-${serial}`, role: "user", parts: [{ type: "text", text: question }] },
    },
  });
  await turn.ended;
  acknowledged.push(question);
  return question;
}

async function query<T extends pg.QueryResultRow>(url: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = (await client.query<T>(statement)) as unknown as pg.QueryResult<T> | pg.QueryResult<T>[];
    return [result].flat().at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}

async function runRestore(...args: string[]) {
  const child = spawn(process.execPath, ["scripts/restore.ts", file, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      DATA_DIR: join(folder, "data"),
      DATABASE_URL: loginUrl,
      DATABASE_MIGRATION_URL: ownerUrl,
      USER_HASH_SECRET: secret("USER_HASH_SECRET"),
      ENCRYPTION_KEY: secret("ENCRYPTION_KEY"),
    },
  });
  const [output, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once("close", resolve)),
  ]);
  return { code, output: output + errors };
}

beforeAll(async () => {
  await superuser.connect();
  await superuser.query(`create role ${owner} login createrole password '${name}'`);
  await superuser.query(`create role ${name} login password '${name}'`);
  one = await makeTenant("One");
  two = await makeTenant("Two");
  // What the owner has who created these roles itself.
  await superuser.query(`grant ${ROLES.join(", ")} to ${owner} with admin true, inherit false, set false`);
  await superuser.query(`create database ${name} owner ${owner}`);
  await query(superuserUrl, "create extension vector");
});
afterAll(async () => {
  await superuser.query(`drop database if exists ${name} with (force)`);
  await superuser.query(`revoke ${ROLES.join(", ")} from ${owner} cascade`);
  await superuser.query(`drop role if exists ${owner}`);
  await superuser.query(`drop role if exists ${name}`);
  await superuser.end();
  rmSync(folder, { recursive: true, force: true });
});

test("a copy that ends with a full buffer is followed by the next statement", async () => {
  const database = await openPostgres(process.env.DATABASE_MIGRATION_URL ?? "");
  await database.query("create temporary table long as select repeat('x', 1000000) as line");
  let bytes = 0;
  for await (const chunk of database.copyOut({ name: "long", columns: ["line"] })) bytes += chunk.length;
  expect(bytes).toBe(1_000_001);
  expect((await database.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await database.close();
});

test("a backup under writes holds every message acknowledged before it", async () => {
  erased = one.visitor();
  const forgotten = await ask(one, erased);
  const { tenantId } = one.ctx;
  const host = sealContext({
    tenantId,
    actor: { kind: "apiKey", id: newId("key"), scopes: [], userIdHash: "key" },
  });
  await createRoom(host, createRoomRequest.parse({ title: "Room", chatbot: one.chatbot.handle }), "Hana");
  await registerTeam(
    one.ctx,
    registerTeamInput.parse({ name: "Team", slack_channel: "C1", members: [{ name: "Ada" }] }),
  );
  await objectStore().put(`${one.ctx.tenantId}/covers/1`, Buffer.alloc(200_000, "x"), {
    contentType: "image/jpeg",
  });
  let isOver = false;
  const writers = [one, one, two, two].map(async (tenant) => {
    const visitor = tenant.visitor();
    while (!isOver) await ask(tenant, visitor);
  });
  await expect.poll(() => acknowledged.length).toBeGreaterThan(12);
  before = [...acknowledged];
  const database = await openPostgres(process.env.DATABASE_MIGRATION_URL ?? "");
  const summary = await backUp(database, objectStore(), file).finally(() => {
    isOver = true;
  });
  await database.close();
  await Promise.all(writers);
  expect(before).toContain(forgotten);
  expect(summary).toMatchObject({ missing: 0 });
  expect(summary.rows).toBeGreaterThan(100);
  backup = await checkBackup(file);
  await erasePerson(erased);
});

test("it restores into an empty database of an owner without special rights", async () => {
  // Erasures since the backup are known to the file storage only.
  const erasures = join(String(one.ctx.tenantId), "erased");
  cpSync(join(env().DATA_DIR, "objects", erasures), join(folder, "data/objects", erasures), {
    recursive: true,
  });
  const { code, output } = await runRestore();
  expect(output).toContain("Repeated erasures since the backup: 1.");
  expect(code).toBe(0);
  const texts = await query<{ text: string }>(
    superuserUrl,
    "select content_full as text from platform.messages where role = 'user'",
  );
  const found = new Set(texts.map((row) => row.text));
  const [forgotten, ...others] = before;
  expect(others.filter((question) => !found.has(question))).toEqual([]);
  expect(found.has(forgotten ?? "")).toBe(false);
});

test("a backup of the restored database has the same hashes: its owner sees every row", async () => {
  const again = join(folder, "again.tar.gz");
  // Without what the repeated erasure changed: once more, into the same database, without the note.
  rmSync(join(folder, "data"), { recursive: true });
  expect(await runRestore("--replace")).toMatchObject({ code: 0 });
  const database = await openPostgres(ownerUrl);
  await backUp(database, null, again);
  await database.close();
  const second = await checkBackup(again);
  const unchanged = ({ trailer }: CheckedBackup) =>
    Object.entries(trailer.tables).filter(([table]) => !CHANGED.includes(table));
  expect(unchanged(second)).toEqual(unchanged(backup));
  for (const table of CHANGED)
    expect(second.trailer.tables[table]?.rows).toBe(backup.trailer.tables[table]?.rows);
  expect(second.trailer.sequences).toEqual(backup.trailer.sequences);
});

test("the restored database keeps workspaces apart, and its counters go on", async () => {
  const as = (tenant: string, statement: string) =>
    query<{ tenant: string }>(
      loginUrl,
      `begin; set local role parley_app; set local app.tenant_id = '${tenant}'; ${statement}`,
    );
  const [first, second] = [idToUuid(one.ctx.tenantId), idToUuid(two.ctx.tenantId)];
  const tenants = "select distinct tenant_id::text as tenant from platform.messages";
  expect(await as(first, tenants)).toEqual([{ tenant: first }]);
  expect(await as(second, tenants)).toEqual([{ tenant: second }]);
  expect(await as("", tenants)).toEqual([]);
  await expect(
    as(first, `update platform.tenants set name = 'x' where id = '${second}' returning 1`),
  ).resolves.toEqual([]);
  for (const url of [loginUrl, ownerUrl])
    expect(await query(url, "select 1 from platform.messages")).toEqual([]);
  const loose = await query(
    ownerUrl,
    `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('platform', 'events', 'projections', 'analytics') and relkind in ('r', 'p')
       and not (relrowsecurity and relforcerowsecurity)`,
  );
  expect(loose).toEqual([]);
  const event = (id: string) =>
    `select position::int as position from events.append('[{"id": "${id}", "type": "x", "stream": "x/${id}", "data": {}, "metadata": {}, "timestamp": "2026-01-01T00:00:00Z"}]', '[]', null, null)`;
  const head = await as(first, "select position::int as position from events.heads");
  const appended = await as(first, `${event("evt_a")}`);
  expect((appended[0] as unknown as { position: number }).position).toBe(
    (head[0] as unknown as { position: number }).position + 1,
  );
});

test("a database in use, or with workspaces, is refused, and a failure changes nothing", async () => {
  const database = await openPostgres(ownerUrl);
  const target = { file, checked: backup, database, store: objectStore(), appLogin: name };
  const count = "select count(*)::int as count from platform.messages";
  const asSuperuser = (statement: string) => query<{ count: number }>(superuserUrl, statement);
  const [rows] = await asSuperuser(count);
  const empty = { ...objectStore(), list: async function* () {} };
  await expect(restore({ ...target, store: empty })).rejects.toMatchObject({ code: "conflict" });
  await asSuperuser(
    "insert into platform.processes (id, role, version) values (gen_random_uuid(), 'main', '0.1.0')",
  );
  await expect(restore({ ...target, isReplacing: true })).rejects.toThrow("Processes of Parley use this");
  await asSuperuser("delete from platform.processes");
  const full = { ...empty, put: () => Promise.reject(new Error("no room")) };
  await expect(restore({ ...target, store: full, isReplacing: true })).rejects.toThrow("no room");
  await database.close();
  expect(await asSuperuser(count)).toEqual([rows]);
  const policies = await asSuperuser(
    "select count(*)::int as count from pg_class where relname = 'messages' and relforcerowsecurity",
  );
  expect(policies[0]?.count).toBe(1);
});
