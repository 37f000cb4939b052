import { sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { openRoom } from "#lib/rooms/lifecycle/open-room.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { listRunningTurns } from "./list-running-turns.ts";
import { listWorkspaceUsage } from "./list-workspace-usage.ts";
import { countRecent, readTurnFigures } from "./queries/operation.ts";

const operator = sealOperator();
/** Earlier than the turns of any other suite. */
const YEAR = 2001;
const at = (second: number) => new Date(Date.UTC(YEAR, 0, 1, 0, 0, second)).toISOString();

/** Each turn gets its own conversation, because a conversation runs one turn at a time. */
async function plant(count: number, state: string, more: string): Promise<void> {
  const { ctx, chatbot } = await makeTenant("Operated");
  await asOwner(
    `with conversation as (
      insert into platform.conversations (tenant_id, id, chatbot_id, user_id_hash, client_key, title)
      select $1, gen_random_uuid(), $2, 'h', n::text, 't' from generate_series(1, ${count}) n returning tenant_id, id, client_key::int as n
    ), message as (
      insert into platform.messages (tenant_id, id, conversation_id, seq, role, content_full, content_brief, user_id_hash)
      select tenant_id, gen_random_uuid(), id, n, 'assistant', '', '', 'h' from conversation
      returning tenant_id, id, conversation_id, seq
    )
    insert into platform.turns (tenant_id, id, conversation_id, question_id, answer_id, state, provider, model, started_at, ${more.split(" = ")[0]})
    select tenant_id, gen_random_uuid(), conversation_id, id, id, '${state}', 'p', 'm',
      '${at(0)}'::timestamptz + make_interval(secs => seq), ${more.split(" = ")[1]} from message`,
    [idToUuid(ctx.tenantId), idToUuid(chatbot.id)],
  );
}

afterAll(() => asOwner(`delete from platform.turns where started_at < '${YEAR + 1}-01-01'`));

describe("the instance, for its operator", () => {
  it("has turns that wait and turns that are written, the oldest first, all of them counted", async () => {
    const before = await listRunningTurns(operator);
    await plant(30, "running", `heartbeat_at = now()`);
    await plant(3, "running", `waiting_since = now()`);
    const { count, waiting, turns } = await listRunningTurns(operator);
    expect(count - before.count).toBe(33);
    expect(waiting - before.waiting).toBe(3);
    expect(turns).toHaveLength(20);
    expect(turns.slice(0, 2).map(({ startedAt }) => startedAt.toISOString())).toEqual([at(1), at(1)]);
    expect(new Set(turns.map(({ state }) => state))).toEqual(new Set(["running", "waiting"]));
  });

  it("has figures of the turns that began in a span of time, none where there were none", async () => {
    await plant(20, "complete", `ended_at = '${at(0)}'::timestamptz + make_interval(secs => 2 * seq)`);
    const figures = await readTurnFigures(operator, new Date(at(1)), new Date(at(11)));
    expect(figures).toMatchObject({ ended: 10, failed: 0, firstTokenP50: null, durationP95: 10 });
    const none = await readTurnFigures(operator, new Date(at(100)), new Date(at(200)));
    expect(none).toEqual({
      ended: 0,
      failed: 0,
      firstTokenP50: null,
      firstTokenP95: null,
      durationP95: null,
    });
  });

  it("counts photos and messages in rooms of a day, of all workspaces, and nothing of their content", async () => {
    const before = await countRecent(operator, 1_000);
    const { ctx } = await makeTenant("Grown");
    const photo = (state: string, created: string) =>
      asOwner(
        `insert into platform.photo_analyses (tenant_id, id, owner_hash, state, bytes, width, height, created_at)
        values ($1, gen_random_uuid(), 'h', '${state}', 1, 1, 1, now() - interval '${created}')`,
        [idToUuid(ctx.tenantId)],
      );
    await photo("running", "1 minute");
    await photo("ready", "23 hours");
    await photo("ready", "25 hours");
    await photo("running", "1 hour");
    const { roomId, self } = await openRoom(ctx, {
      title: "Crowd",
      chatbot: null,
      settings: { botManner: "off", access: "open", slowSeconds: 0, codeHidden: false },
      passwordHash: null,
      host: { name: "Hana", userIdHash: null },
    });
    await asOwner(
      `insert into platform.room_messages (tenant_id, room_id, id, participant_id, "offset", content, created_at)
      select $1, $2, gen_random_uuid(), $3, n, 'hello', now() - make_interval(hours => n * 10) from generate_series(1, 4) n`,
      [idToUuid(ctx.tenantId), idToUuid(roomId), idToUuid(self.id as Id<"par">)],
    );
    expect(await countRecent(operator, 1_000)).toMatchObject({
      photos: before.photos + 3,
      photoQueue: before.photoQueue + 1,
      messages: before.messages + 2,
    });
    expect((await countRecent(operator, 1)).messages, "counting ends at the limit").toBe(1);
    await expect(operator.db.execute(sql`select content from platform.room_messages`)).rejects.toThrow();
  });

  it("has what each workspace used today and this month, of workspaces alone", async () => {
    const { ctx } = await makeTenant("Dear");
    await asOwner(
      `insert into platform.usage_totals (tenant_id, scope, scope_key, period, starts_on, messages, tokens, cost_micros)
      select $1, scope, case scope when 'tenant' then '' else 'x' end, period,
        case period when 'day' then (now() at time zone 'UTC')::date else date_trunc('month', now() at time zone 'UTC')::date end,
        case period when 'day' then 2 else 5 end, 70, 9e14
      from unnest(array['tenant', 'chatbot', 'visitor']) scope, unnest(array['day', 'month']) period`,
      [idToUuid(ctx.tenantId)],
    );
    const [first] = await listWorkspaceUsage(operator);
    expect(first).toMatchObject({
      tenantId: ctx.tenantId,
      name: "Dear",
      day: { messages: 2, tokens: 70, costMicros: 9e14 },
      month: { messages: 5, tokens: 70, costMicros: 9e14 },
    });
    await asOwner("delete from platform.usage_totals where tenant_id = $1", [idToUuid(ctx.tenantId)]);
  });
});
