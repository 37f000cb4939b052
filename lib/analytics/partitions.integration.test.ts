import { beforeAll, describe, expect, it } from "vitest";
import { idToUuid } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";

/** Far from the present, so that no other test's events are in these months. */
const MONTH = "2019-03";
let tenantId: string;

beforeAll(async () => {
  tenantId = idToUuid((await makeTenant()).ctx.tenantId);
});

/** Runs statements in one transaction under a role, which never commits. */
async function as<T extends Record<string, unknown>>(role: string, ...statements: string[]): Promise<T[]> {
  try {
    return await asOwner<T>(
      ["begin", `set local role ${role}`, `set local app.tenant_id = '${tenantId}'`, ...statements].join(
        ";\n",
      ),
    );
  } finally {
    await asOwner("rollback");
  }
}

/** The database's error, or null if the statement runs. Caught there: the embedded one hangs up on errors. */
async function refusal(role: string, statement: string): Promise<string | null> {
  const rows = await as<{ refused?: string }>(
    role,
    `do $do$ begin perform ${statement}; exception when others then perform set_config('app.refused', sqlerrm, true); end $do$`,
    "select nullif(current_setting('app.refused', true), '') as refused",
  );
  return rows[0]?.refused ?? null;
}

const insertAt = (at: string) =>
  `insert into analytics.events (id, tenant_id, chatbot_id, event_type, created_at) values (gen_random_uuid(), '${tenantId}', gen_random_uuid(), 'question_asked', '${at}')`;

// Other tests' events may wait in the default partition, for other months.
const make =
  "select m as name from analytics.make_partitions('2019-03-15T00:00:00Z', 2) m where m like 'events_2019%'";

describe("partitions of the events", () => {
  it("12: are made by the operator's role only", async () => {
    expect(await refusal("parley_app", "analytics.make_partitions(now(), 0)")).toMatch(
      /permission denied for function/,
    );
    expect(await as("parley_operator", make)).toEqual([
      { name: "events_2019_03" },
      { name: "events_2019_04" },
      { name: "events_2019_05" },
    ]);
  });

  it("are made once", async () => {
    expect(await as("parley_operator", make, make)).toHaveLength(3);
  });

  it("12: stand behind walls of their own, with nothing granted", async () => {
    const rows = await as<{ walled: boolean; granted: boolean; policies: number }>(
      "parley_operator",
      make,
      "reset role",
      `select c.relrowsecurity and c.relforcerowsecurity as walled,
         has_table_privilege('parley_app', c.oid, 'select') or has_table_privilege('parley_operator', c.oid, 'select') as granted,
         (select count(*)::int from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant_wall') as policies
       from pg_class c join pg_inherits i on i.inhrelid = c.oid where i.inhparent = 'analytics.events'::regclass`,
    );
    const children = rows.filter((row) => "walled" in row);
    expect(children.length).toBeGreaterThanOrEqual(4);
    for (const child of children) expect(child).toEqual({ walled: true, granted: false, policies: 1 });
  });

  it("13: cannot be read directly", async () => {
    expect(await refusal("parley_app", "1 from analytics.events_default")).toMatch(
      /permission denied for table/,
    );
    expect(await refusal("parley_app", "1 from analytics.events")).toBeNull();
  });

  it("14: take over what waited in the default partition", async () => {
    const rows = await as<{ place: string }>(
      "parley_app",
      insertAt(`${MONTH}-01T00:00:00Z`),
      insertAt(`${MONTH}-31T23:59:59Z`),
      insertAt("2018-01-10T00:00:00Z"),
      "set local role parley_operator",
      make,
      "set local role parley_app",
      "select tableoid::regclass::text as place from analytics.events where created_at < '2020-01-01' order by created_at",
    );
    expect(rows.flatMap((row) => row.place ?? [])).toEqual([
      "analytics.events_2018_01",
      "analytics.events_2019_03",
      "analytics.events_2019_03",
    ]);
  });

  it("are dropped when their month is over, and never the months to come", async () => {
    const rows = await as<{ name?: string; dropped?: string }>(
      "parley_operator",
      make,
      "select analytics.drop_partitions('2019-05-01T00:00:00Z') as dropped",
    );
    expect(rows.flatMap((row) => row.dropped ?? [])).toEqual(["events_2019_03", "events_2019_04"]);
    expect(await refusal("parley_operator", "analytics.drop_partitions(now() + interval '1 day')")).toMatch(
      /not dropped/,
    );
  });

  it("hide other workspaces' events through the table", async () => {
    const other = idToUuid((await makeTenant()).ctx.tenantId);
    const rows = await as<{ seen?: number }>(
      "parley_app",
      insertAt(`${MONTH}-02T00:00:00Z`),
      "select count(*)::int as seen from analytics.events",
      `set local app.tenant_id = '${other}'`,
      "select count(*)::int as seen from analytics.events",
    );
    expect(rows).toEqual([{ seen: 1 }, { seen: 0 }]);
  });
});
