import pg from "pg";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import type { BenchOptions } from "./main.ts";
import { percentile, print } from "./table.ts";

const EVENTS = 5_000_000;
/** Half of the events are of one workspace, the rest of these many. */
const OTHERS = 25;
const DAYS = 180;
const PAGES = 40;
const TURNS = 100;
const all = { chatbotId: null, channel: null };

/**
 * Five million events of half a year, half of them in one workspace: how long it takes to count them, first
 * and when one is new; its page of figures; what a plan reads; what noting the end of a turn costs; and
 * months that are dropped.
 */
export async function run({ json, parts }: BenchOptions): Promise<void> {
  const total = Number(parts[0] ?? EVENTS);
  const services = await startServices();
  const login = await appLogin(services.databaseUrl);
  Object.assign(process.env, login, { LOG_LEVEL: "silent", REDIS_URL: "" });
  const owner = new pg.Client({ connectionString: login.DATABASE_MIGRATION_URL });
  try {
    const { makeTenant } = await import("#testing/postgres/tenant.ts");
    const { sealOperator } = await import("#lib/context/seal.ts");
    const { keepPartitions, MONTHS_KEPT, rollUpEvents } = await import("#lib/analytics/keep-events.ts");
    const { getReport } = await import("#lib/analytics/get-report.ts");
    const operator = sealOperator();
    const large = await makeTenant();
    const others = [];
    while (others.length < OTHERS) others.push(await makeTenant());
    await owner.connect();
    const perTurn = await noteAnswers(owner, large);
    const inMonths = (months: number) => ({ ...operator, now: () => addMonths(months) });
    for (const months of [-7, -4, -1]) await keepPartitions(inMonths(months));
    const planting = performance.now();
    await plant(owner, large, total / 2);
    for (const other of others) await plant(owner, other, total / 2 / OTHERS);
    await owner.query("analyze analytics.events");
    const planted = seconds(planting);
    const counting = performance.now();
    await rollUpEvents(operator);
    const counted = seconds(counting);
    await owner.query("analyze analytics.quarters");
    const again = performance.now();
    await rollUpEvents(operator);
    const recounted = performance.now() - again;
    const { rows: quarters } = await owner.query("select count(*)::int as count from analytics.quarters");
    print(
      [
        {
          events: total,
          "planted in, s": planted,
          "counted in, s": counted,
          "counted again, ms": recounted.toFixed(0),
          "rows of counts": quarters[0].count,
          "end of a turn, ms more": perTurn.toFixed(3),
        },
      ],
      json,
    );
    const pages = [];
    for (const days of ["7", "30", "90"] as const)
      for (const timeZone of ["UTC", "Asia/Kathmandu"]) {
        const times: number[] = [];
        for (let page = 0; page < PAGES; page += 1) {
          const started = performance.now();
          await getReport(large.ctx, { days }, all, timeZone);
          times.push(performance.now() - started);
        }
        pages.push({
          "page of days": days,
          zone: timeZone,
          "ms p50": percentile(times, 0.5).toFixed(0),
          p95: percentile(times, 0.95).toFixed(0),
        });
      }
    print(pages, json);
    const read = await partitionsRead(owner, large.ctx.tenantId);
    const months = await countPartitions(owner);
    const dropping = performance.now();
    // As the nightly run will find them then: those of more than three months ago are too old.
    await keepPartitions(inMonths(MONTHS_KEPT - 3));
    const took = performance.now() - dropping;
    const dropped = months - (await countPartitions(owner));
    print(
      [
        {
          "partitions read for a week": read.join(" "),
          "months dropped": dropped,
          "ms for it": took.toFixed(0),
        },
      ],
      json,
    );
  } finally {
    await owner.end();
    const { closeStorage } = await import("#db/storage.ts");
    await closeStorage();
    await services.stop();
  }
}

const seconds = (since: number) => ((performance.now() - since) / 1_000).toFixed(1);

type Place = { ctx: { tenantId: Id<"ten"> }; chatbot: { id: Id<"bot"> } };

function addMonths(months: number): Date {
  const date = new Date();
  date.setUTCMonth(date.getUTCMonth() + months, 1);
  return date;
}

/** Those of months up to now. */
async function countPartitions(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query(
    `select count(*)::int as count from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'analytics.events'::regclass and c.relname <= 'events_' || to_char(now(), 'YYYY_MM')`,
  );
  return rows[0].count;
}

/** Questions by 20,000 people with their answers, more of them by day, and some ratings and citations. */
async function plant(owner: pg.Client, { ctx, chatbot }: Place, count: number): Promise<void> {
  await owner.query(
    `insert into analytics.events (id, tenant_id, chatbot_id, event_type, data, user_id_hash, channel, created_at)
     select gen_random_uuid(), $1, $2, e.type, e.data, 'person-' || hashint4(n) % 20000, (array['page', 'page', 'api'])[1 + n % 3], q.at
     from generate_series(1, $3::int / 2) n
     cross join lateral (select now() - (n::float8 / ($3 / 2) * ${DAYS}) * interval '1 day' as at) q
     cross join lateral (values ('question_asked', '{}'::jsonb), ('answer_ended', jsonb_build_object('state', 'complete',
       'grounding', (array['cited', 'cited', 'uncited', 'declined'])[1 + n % 4], 'firstTokenMs', 200 + abs(hashint4(n)) % 3000,
       'costMicros', n % 900, 'model', 'model-' || n % 4))) e (type, data)`,
    [idToUuid(ctx.tenantId), idToUuid(chatbot.id), Math.floor(count)],
  );
}

/** Milliseconds that noting the end of a turn takes within its statement. */
async function noteAnswers(owner: pg.Client, tenant: Place & { visitor(): unknown }): Promise<number> {
  const { runTurn } = await import("#lib/conversation/turn/run-turn.ts");
  const { chatbot, visitor } = tenant as Awaited<
    ReturnType<typeof import("#testing/postgres/tenant.ts")["makeTenant"]>
  >;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const parts = [{ type: "text" as const, text: "Hello" }];
    const message = { id: `bench-${turn}`, role: "user" as const, parts };
    const request = {
      id: `bench-${turn}`,
      chatbot: chatbot.handle,
      trigger: "submit-message" as const,
      message,
    };
    await (await runTurn(visitor(), { chatbot, request })).ended;
  }
  const id = idToUuid(tenant.ctx.tenantId);
  await owner.query("delete from analytics.events");
  await owner.query(`begin; set local role parley_app; set local app.tenant_id = '${id}'`);
  const note = `select count(*) from (select analytics.note_answer(tenant_id, id) from platform.turns where tenant_id = '${id}' offset 0) t`;
  await owner.query(note);
  await owner.query("delete from analytics.events");
  const started = performance.now();
  await owner.query(note);
  const each = (performance.now() - started) / TURNS;
  await owner.query("commit");
  return each;
}

async function partitionsRead(owner: pg.Client, tenantId: Id<"ten">): Promise<string[]> {
  const now = new Date();
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 8)).toISOString();
  const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15)).toISOString();
  const { rows } = await owner.query(
    `explain (format json) select count(distinct user_id_hash) from analytics.events
     where tenant_id = '${idToUuid(tenantId)}' and event_type = 'question_asked'
       and created_at >= '${from}' and created_at < '${until}'`,
  );
  return [...new Set(JSON.stringify(rows).match(/events_(?:\d{4}_\d{2}|default)(?=")/g))];
}
