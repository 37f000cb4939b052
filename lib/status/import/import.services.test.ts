import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "#lib/core/env.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { rebuildProjections } from "../projection/rebuild-projections.ts";
import { verifyProjections } from "../projection/verify-projections.ts";
import { findTeams, findUpdates } from "../queries/reads.ts";

const folder = mkdtempSync(join(tmpdir(), "parley-import-"));
const url = (name: string) => {
  const changed = new URL(process.env.TEST_DATABASE_URL ?? "");
  changed.pathname = `/${name}`;
  return changed.toString();
};
const run = async (database: string, text: string) => {
  const client = new pg.Client({ connectionString: url(database) });
  await client.connect();
  await client.query(text).finally(() => client.end());
};
const names = { events: `old_events_${process.pid}`, projections: `old_projections_${process.pid}` };

/** The two databases of the older services, as their migrations made them. */
beforeAll(async () => {
  for (const name of Object.values(names)) await run("postgres", `create database ${name}`);
  await run(
    names.events,
    `create schema events;
     create table events.events (id varchar(255) primary key, type varchar(255) not null, aggregate_id varchar(255) not null,
       data jsonb not null, timestamp timestamptz not null, metadata jsonb, version integer not null, created_at timestamptz default now());
     insert into events.events values
       ('e1', 'TeamRegistered', 'core', '{"team_id": "core", "name": "Core", "slack_channel": "#core", "poll_schedule": "0 9 * * 1-5"}', '2025-01-01T09:00:00Z', null, 1, '2025-01-01T09:00:00Z'),
       ('e2', 'StatusUpdateSubmitted', 'u1', '{"update_id": "u1", "team_id": "core", "content": "Did it", "author": "Ann", "slack_user": "U1"}', '2025-01-02T09:00:00Z', '{"source": "slack"}', 1, '2025-01-02T09:00:00Z'),
       ('e3', 'TeamRenamed', 'core', '{"team_id": "core", "name": "Core team"}', '2025-01-03T09:00:00Z', null, 2, '2025-01-03T09:00:00Z')`,
  );
  await run(
    names.projections,
    `create table teams (team_id varchar(255) primary key, name varchar(255) not null, slack_channel varchar(255) not null,
       poll_schedule varchar(100), created_at timestamptz not null, updated_at timestamptz not null);
     create table status_updates (update_id varchar(255) primary key, team_id varchar(255) not null references teams(team_id),
       content text not null, author varchar(255) not null, slack_user varchar(255) not null, created_at timestamptz not null);
     insert into teams values ('core', 'Core team', '#core', '0 9 * * 1-5', '2025-01-01T09:00:00Z', '2025-01-03T09:00:00Z'),
       ('lost', 'Lost team', '#lost', null, '2024-06-01T09:00:00Z', '2024-06-01T09:00:00Z');
     insert into status_updates values ('u1', 'core', 'Did it', 'Ann', 'U1', '2025-01-02T09:00:00Z'),
       ('u0', 'lost', 'Before the store', 'Ben', '', '2024-06-02T09:00:00Z')`,
  );
});

afterAll(async () => {
  for (const name of Object.values(names)) await run("postgres", `drop database ${name} with (force)`);
  rmSync(folder, { recursive: true });
});

async function parley(...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, ["cli/main.ts", ...args], { env: { ...process.env } });
  let output = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.on("data", (text) => {
    output += text;
  });
  const [code] = await once(child, "close");
  return { code, output };
}

it("imports both databases, keeps rows without events, and adds nothing the second time (12)", async () => {
  expect(env().DATABASE_URL).toBeDefined();
  const [{ ctx }, copy] = [await makeTenant(), await makeTenant()];
  const { slug } = await getWorkspace(ctx);
  const map = join(folder, "map.json");
  const from = ["events:import", "--events", url(names.events), "--projections", url(names.projections)];
  const to = ["--map", map, "--tenant", slug];
  writeFileSync(map, JSON.stringify({ TeamRegistered: "team.registered" }));
  const unknown = await parley(...from, ...to);
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.output).toContain("unknown type: StatusUpdateSubmitted");
  expect(unknown.output).toContain("unknown type: TeamRenamed");
  expect(await findTeams(ctx)).toEqual([]);

  const types = {
    TeamRegistered: "team.registered",
    StatusUpdateSubmitted: "update.submitted",
    TeamRenamed: "team.changed",
  };
  writeFileSync(map, JSON.stringify(types));
  const dry = await parley(...from, ...to, "--dry-run");
  expect(dry.output).toContain("5 events would be imported");
  expect(await findTeams(ctx)).toEqual([]);

  const first = await parley(...from, ...to);
  expect(first.output).toContain("1 teams and 1 updates without an event are kept as imported");
  expect(first.output).toContain("5 events imported");
  expect(first.code).toBe(0);
  const hashes = [...first.output.matchAll(/(\w+): (?:source|here) +(\d rows \w+)/g)].map(([, name, row]) => [
    name,
    row,
  ]);
  expect(hashes).toHaveLength(4);
  expect(hashes[0]).toEqual(hashes[1]);
  expect(hashes[2]).toEqual(hashes[3]);
  expect((await parley(...from, ...to)).output).toContain("0 events imported");

  const rows = async () => ({
    teams: (await findTeams(ctx)).map(({ teamId, name, createdAt }) => [teamId, name, createdAt]),
    updates: (await findUpdates(ctx, { limit: 10 })).map(({ updateId, content }) => [updateId, content]),
  });
  const before = await rows();
  expect(before).toEqual({
    teams: [
      ["lost", "Lost team", "2024-06-01T09:00:00.000Z"],
      ["core", "Core team", "2025-01-01T09:00:00.000Z"],
    ],
    updates: [
      ["u1", "Did it"],
      ["u0", "Before the store"],
    ],
  });
  await rebuildProjections(ctx);
  expect(await rows()).toEqual(before);
  expect((await verifyProjections(ctx)).differences).toEqual([]);

  const file = join(folder, "events.jsonl");
  expect((await parley("events:export", file, "--tenant", slug)).code).toBe(0);
  const other = (await getWorkspace(copy.ctx)).slug;
  expect((await parley("events:import", file, "--tenant", other)).output).toContain("5 events imported");
  expect((await parley("events:import", file, "--tenant", other)).output).toContain("0 events imported");
  const hash = async (context: typeof ctx) => (await verifyProjections(context)).hash.projected;
  expect(await hash(copy.ctx)).toBe(await hash(ctx));
  expect((await parley("projections:rebuild", "--tenant", other)).output).toContain("5 events projected");
  const verified = await parley("projections:verify", "--tenant", other);
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.output).toContain("equal at position 5");
});
