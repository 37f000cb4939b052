import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";

/** Months that no other test uses. */
const AT = "2016-05-10T00:00:00Z";
const MONTHS = ["events_2016_05", "events_2016_06", "events_2016_07"];
const clients: pg.Client[] = [];

beforeAll(async () => {
  await makeTenant();
  for (let count = 0; count < 2; count++) {
    const client = new pg.Client({ connectionString: process.env.DATABASE_MIGRATION_URL });
    await client.connect();
    clients.push(client);
  }
});

afterAll(async () => {
  await asOwner("set role parley_operator; select analytics.drop_partitions('2017-01-01T00:00:00Z')");
  await Promise.all(clients.map((client) => client.end()));
});

const LOCK_NOT_AVAILABLE = "55P03";

async function make(client: pg.Client): Promise<string[]> {
  try {
    await client.query("set role parley_operator");
    const { rows } = await client.query<{ name: string }>(
      "select m as name from analytics.make_partitions($1, 2) m where m like 'events_2016%'",
      [AT],
    );
    return rows.map(({ name }) => name);
  } catch (error) {
    if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return make(client);
    throw error;
  }
}

it("are made once by two processes at the same time", async () => {
  const made = await Promise.all(clients.map(make));
  expect(made.flat().sort()).toEqual(MONTHS);
});

it("are left out of the plan outside of the asked time", async () => {
  const [{ plan = null } = {}] = await asOwner<{ plan: unknown }>(
    "begin; set local role parley_app; explain (format json) select count(*) from analytics.events where created_at >= '2016-06-01T00:00:00Z' and created_at < '2016-07-01T00:00:00Z'; rollback",
  ).then((rows) => rows.map((row) => ({ plan: Object.values(row)[0] })));
  const read = [...new Set(JSON.stringify(plan).match(/events_(?:\d{4}_\d{2}|default)(?=")/g))];
  expect(read).toEqual(["events_2016_06"]);
});
