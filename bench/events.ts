import pg from "pg";
import type { Context } from "#lib/context/context.ts";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import type { BenchOptions } from "./main.ts";
import { percentile, print } from "./table.ts";

/** Events that a workspace has before it is measured. */
const SIZES = [1_000, 10_000, 100_000];
const WRITERS = 8;
const HELD_MS = 4_000;
const SEEDED_AT_ONCE = 500;
const UPDATES = 200;
const CONTENT =
  "Finished the parser of the import, wrote its tests and began with the page for its results. ".repeat(3);

/**
 * Check-ins at three sizes: appends a second, in one workspace and in several, beside bare inserts into a
 * table of the same form; how long after its append an event is projected; events a second of a rebuild.
 */
export async function run({ json }: BenchOptions): Promise<void> {
  const services = await startServices();
  const login = await appLogin(services.databaseUrl);
  Object.assign(process.env, login, { LOG_LEVEL: "silent", REDIS_URL: "" });
  const owner = new pg.Pool({ connectionString: login.DATABASE_MIGRATION_URL, max: WRITERS });
  try {
    const { makeTenant } = await import("#testing/postgres/tenant.ts");
    const { registerTeam } = await import("#lib/status/commands/register-team.ts");
    const { registerTeamInput } = await import("#lib/status/schema.ts");
    const team = registerTeamInput.parse({ team_id: "design", name: "Design", slack_channel: "" });
    const tenants: Context[] = [];
    while (tenants.length < WRITERS) {
      const { ctx } = await makeTenant();
      await registerTeam(ctx, team);
      tenants.push(ctx);
    }
    const [first] = tenants as [Context];
    const bare = await bareInserts(owner);
    const rows = [];
    let seeded = 1;
    for (const size of SIZES) {
      while (seeded < size) seeded += await append(first, Math.min(SEEDED_AT_ONCE, size - seeded));
      const one = await perSecond(() => append(first, 1));
      const several = await perSecond((writer) => append(tenants[writer] ?? first, 1));
      const rebuilt = await rebuild(first);
      const lags = await projectionLags(first);
      const { readHead } = await import("#lib/status/queries/events.ts");
      seeded = await readHead(first);
      rows.push({
        events: size,
        "bare inserts a second": bare.toFixed(0),
        "appends a second, one workspace": one.toFixed(0),
        "eight workspaces": several.toFixed(0),
        "of bare, %": ((100 * several) / bare).toFixed(0),
        "projected after, ms p50": percentile(lags, 0.5).toFixed(0),
        p95: percentile(lags, 0.95).toFixed(0),
        "rebuilt events a second": rebuilt.toFixed(0),
      });
    }
    print(rows, json);
  } finally {
    await owner.end();
    const { closeStorage } = await import("#db/storage.ts");
    await closeStorage();
    await services.stop();
  }
}

/** How often a second the writers, all at once, finish their work. */
async function perSecond(work: (writer: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      while (performance.now() - started < HELD_MS) {
        await work(writer);
        done += 1;
      }
    }),
  );
  return (1_000 * done) / (performance.now() - started);
}

let made = 0;

function updateOf(number: number) {
  const updateId = `bench-${number}`;
  const data = {
    updateId,
    teamId: "design",
    content: CONTENT,
    author: "Ann",
    slackUser: "",
    personId: null,
    roundDate: null,
  };
  return { id: `evt-${number}`, stream: `update/${updateId}`, data };
}

/** Appends new updates, each in its own stream. @returns their number */
async function append(ctx: Context, count: number): Promise<number> {
  const { appendEvents } = await import("#lib/status/queries/events.ts");
  const updates = Array.from({ length: count }, () => updateOf(made++));
  const [first] = await appendEvents(ctx, {
    events: updates.map((update) => ({
      ...update,
      type: "update.submitted",
      timestamp: ctx.now().toISOString(),
      metadata: { schemaVersion: 1 },
    })),
    expected: updates.map(({ stream }) => ({ stream, version: 0 })),
    key: null,
    requestHash: null,
  });
  if (first?.outcome !== "appended") throw new Error(`An append ended as ${first?.outcome}.`);
  return count;
}

/** Inserts a second of the same rows, without tenants, versions or positions. */
async function bareInserts(owner: pg.Pool): Promise<number> {
  await owner.query("create schema bench");
  await owner.query("create table bench.events (like events.events including all)");
  const tenant = "00000000-0000-0000-0000-000000000000";
  const insert = `insert into bench.events
      (tenant_id, id, type, aggregate_id, version, data, metadata, timestamp, position, data_hash)
    values ($1, $2, 'update.submitted', $3, 1, $4::text::jsonb, '{"schemaVersion": 1}', now(), $5,
      encode(sha256(convert_to($4::text, 'UTF8')), 'hex'))`;
  return perSecond(() => {
    const number = made++;
    const { id, stream, data } = updateOf(number);
    return owner.query({
      name: "bare",
      text: insert,
      values: [tenant, id, stream, JSON.stringify(data), number],
    });
  });
}

/** Milliseconds from the response to a command until what it changed can be read. */
async function projectionLags(ctx: Context): Promise<number[]> {
  const { submitUpdate } = await import("#lib/status/commands/submit-update.ts");
  const { readPosition } = await import("#lib/status/queries/reads.ts");
  const lags: number[] = [];
  while (lags.length < UPDATES) {
    const update = { team_id: "design", content: `${lags.length}: ${CONTENT}`, author: "Ann" };
    const { position } = await submitUpdate(ctx, update);
    const started = performance.now();
    while ((await readPosition(ctx)) < position);
    lags.push(performance.now() - started);
  }
  return lags;
}

async function rebuild(ctx: Context): Promise<number> {
  const { rebuildProjections } = await import("#lib/status/projection/rebuild-projections.ts");
  const started = performance.now();
  const events = await rebuildProjections(ctx);
  return (1_000 * events) / (performance.now() - started);
}
