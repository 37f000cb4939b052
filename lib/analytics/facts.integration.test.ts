import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { POST } from "#app/api/events/route.ts";
import { signVisitorToken } from "#lib/auth/session/visitor-token.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { transaction } from "#lib/context/transaction.ts";
import { describeConversation } from "#lib/conversation/describe-conversation.ts";
import { takeOver } from "#lib/conversation/handling/take-over.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import { rateAnswer } from "#lib/conversation/rate-answer.ts";
import { transferConversations } from "#lib/conversation/transfer-conversations.ts";
import { recoverTurns } from "#lib/conversation/turn/recover-turns.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { startTurn } from "#lib/conversation/turn/start-turn.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { erasePerson } from "#lib/privacy/erase-person.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { purgeAnalytics } from "./erase-events.ts";
import { rollUpEvents } from "./keep-events.ts";

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await makeTenant();
});

function questionOf({ chatbot }: TestTenant, name: string, text = "Hello") {
  return {
    id: name,
    chatbot: chatbot.handle,
    trigger: "submit-message" as const,
    message: { id: `q-${name}`, role: "user" as const, parts: [{ type: "text" as const, text }] },
  };
}

async function ask(ctx: Context, name: string, of = tenant) {
  const turn = await runTurn(ctx, { chatbot: of.chatbot, request: questionOf(of, name) });
  await turn.ended;
}

async function typesOf(ctx: Context, person: Context = ctx): Promise<string[]> {
  const rows = await asOwner<{ type: string }>(
    "select event_type as type from analytics.events where tenant_id = $1 and user_id_hash = $2 order by 1",
    [idToUuid(ctx.tenantId), (person.actor as { userIdHash: string }).userIdHash],
  );
  return rows.map(({ type }) => type);
}

const ONE_TURN = ["answer_ended", "conversation_started", "question_asked"];

describe("facts", () => {
  it("11: a question that is sent twice at once is noted once, and its turn's end once", async () => {
    const visitor = tenant.visitor();
    await Promise.allSettled([ask(visitor, "twice"), ask(visitor, "twice")]);
    expect(await typesOf(visitor)).toEqual(ONE_TURN);
    await ask(visitor, "twice");
    expect(await typesOf(visitor)).toEqual(ONE_TURN);
  });

  it("11: a turn whose process was killed is noted once", async () => {
    const visitor = tenant.visitor();
    const model = { provider: "builtin", id: "builtin", builtIn: true } as unknown as Parameters<
      typeof startTurn
    >[3];
    await startTurn(visitor, tenant.chatbot, questionOf(tenant, "killed"), model);
    await asOwner(
      "update platform.turns set heartbeat_at = now() - interval '1 hour' where tenant_id = $1 and state = 'running'",
      [idToUuid(tenant.ctx.tenantId)],
    );
    await Promise.all([recoverTurns(sealOperator()), recoverTurns(sealOperator())]);
    await expect.poll(() => typesOf(visitor)).toEqual(ONE_TURN);
  });

  it("hold ids and numbers, and none of the person's words", async () => {
    const other = await makeTenant();
    const visitor = other.visitor();
    const turn = await runTurn(visitor, {
      chatbot: other.chatbot,
      request: questionOf(other, "words", "Xylophone marmalade?"),
    });
    await turn.ended;
    const rows = await asOwner<{ line: string; data: Record<string, unknown> | null }>(
      "select row_to_json(e)::text as line, case when event_type = 'answer_ended' then data end as data from analytics.events e where tenant_id = $1",
      [idToUuid(other.ctx.tenantId)],
    );
    expect(rows).toHaveLength(3);
    expect(rows.map(({ line }) => line).join()).not.toMatch(/xylophone|marmalade/i);
    expect(JSON.stringify(rows.map(({ data }) => data))).toMatch(/costMicros.*state|state.*costMicros/);
  });

  it("are noted of a rating once for each change", async () => {
    const visitor = tenant.visitor();
    await ask(visitor, "rated");
    const answer = (await listMessages(visitor, { name: "rated" })).messages.at(-1);
    const rate = (rating: "up" | "down") =>
      rateAnswer(visitor, {
        name: "rated",
        messageId: answer?.id ?? "",
        feedback: { rating, reason: null, text: null },
      });
    await rate("down");
    await rate("down");
    await rate("up");
    expect((await typesOf(visitor)).filter((type) => type === "feedback_given")).toHaveLength(2);
  });

  it("are noted when a member takes a conversation over, once", async () => {
    const visitor = tenant.visitor();
    await ask(visitor, "taken");
    const editor = await joinWorkspaceAs(tenant.ctx, await makePerson("Edda"), "editor");
    const { id } = await describeConversation(visitor, "taken");
    await takeOver(editor, id);
    await takeOver(editor, id);
    expect(await typesOf(visitor)).toEqual([...ONE_TURN, "handoff_taken"].sort());
  });

  it("18: a person who left is in no event and no count, and no other person's event is gone", async () => {
    const [leaver, other] = [tenant.visitor(), tenant.visitor()];
    await ask(leaver, "leaver");
    await ask(other, "stays");
    await rollUpEvents(sealOperator());
    await erasePerson(leaver);
    expect(await typesOf(leaver)).toEqual([]);
    expect(await typesOf(other)).toEqual(ONE_TURN);
    const hash = (leaver.actor as { userIdHash: string }).userIdHash;
    for (const table of ["events", "quarters", "marks"])
      expect(
        await asOwner(`select 1 from analytics.${table} t where row_to_json(t)::text like '%' || $1 || '%'`, [
          hash,
        ]),
      ).toEqual([]);
  });

  it("follow a guest to their account", async () => {
    const [guest, account] = [tenant.visitor(), tenant.visitor()];
    await ask(guest, "guest");
    const hashOf = (ctx: Context) => (ctx.actor as { userIdHash: string }).userIdHash;
    await transaction(tenant.ctx, (tx) => transferConversations(tx, hashOf(guest), hashOf(account)));
    expect(await typesOf(guest)).toEqual([]);
    expect(await typesOf(account)).toEqual(ONE_TURN);
  });

  it("are all deleted with their workspace", async () => {
    const other = await makeTenant();
    await ask(other.visitor(), "gone", other);
    await rollUpEvents(sealOperator());
    await purgeAnalytics(other.ctx);
    for (const table of ["events", "quarters", "marks"])
      expect(
        await asOwner(`select 1 from analytics.${table} where tenant_id = $1`, [
          idToUuid(other.ctx.tenantId),
        ]),
      ).toEqual([]);
  });
});

describe("POST /api/events", () => {
  async function post(body: unknown, of = tenant) {
    const id = newId("vis");
    const { tenantId } = of.ctx;
    const ctx = sealContext({
      tenantId,
      actor: { kind: "visitor", id, userIdHash: hashUserId(tenantId, id) },
    });
    const cookie = `parley_visitor_${tenantId.slice(4)}=${await signVisitorToken(tenantId, id)}`;
    const send = () =>
      POST(
        new Request(`http://localhost/api/events?chatbot=${of.chatbot.handle}`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            cookie,
            origin: "http://localhost",
            host: "localhost",
          },
          body: JSON.stringify(body),
        }),
        { params: Promise.resolve({}) },
      );
    return { ctx, send };
  }
  const event = (type: string) => ({ id: randomBytes(16).toString("hex"), type, data: { number: 2 } });

  it("notes what a browser reports, once", async () => {
    const events = [event("citation_opened"), event("starter_used")];
    const { ctx, send } = await post({ chatbot: tenant.chatbot.handle, events });
    expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(200);
    expect(await typesOf(ctx)).toEqual(["citation_opened", "starter_used"]);
  });

  it.each([
    ["an unknown type", [event("question_asked")]],
    ["more than 20", Array.from({ length: 21 }, () => event("starter_used"))],
    ["none", []],
    ["text", [{ ...event("starter_used"), data: { number: "x".repeat(100) } }]],
  ])("refuses %s", async (_, events) => {
    const { ctx, send } = await post({ chatbot: tenant.chatbot.handle, events });
    expect((await send()).status).toBe(400);
    expect(await typesOf(ctx)).toEqual([]);
  });

  it("refuses more than a person can do", async () => {
    const { send } = await post({ chatbot: tenant.chatbot.handle, events: [event("starter_used")] });
    let taken = 0;
    // Sixty at once, then one a second.
    while ((await send()).status === 200) taken += 1;
    expect(taken).toBeGreaterThanOrEqual(60);
  });
});

describe("counts in quarters of an hour", () => {
  it("17: are equal to a recomputation, count nothing twice, and rest without events", async () => {
    const other = await makeTenant();
    const id = idToUuid(other.ctx.tenantId);
    const visitor = other.visitor();
    await ask(visitor, "counted", other);
    // Of long ago, so that it takes several steps to catch up.
    await asOwner(
      `insert into analytics.events (id, tenant_id, chatbot_id, event_type, data, channel, created_at)
       select gen_random_uuid(), $1, $2, 'answer_ended', '{"state": "complete", "grounding": "cited", "firstTokenMs": 900}', 'page',
         now() - n * interval '7 hours' from generate_series(1, 400) n`,
      [id, idToUuid(other.chatbot.id)],
    );
    const counts = () =>
      asOwner<{ measure: string; label: string; count: number; sum: number }>(
        "select measure, label, sum(count)::int as count, sum(sum)::int as sum from analytics.quarters where tenant_id = $1 group by 1, 2 order by 1, 2",
        [id],
      );
    await rollUpEvents(sealOperator());
    const first = await counts();
    const answers = await asOwner<{ count: number }>(
      "select count(*)::int as count from analytics.events where tenant_id = $1 and event_type = 'answer_ended'",
      [id],
    );
    expect(
      first.filter(({ measure }) => measure === "answer_ended").reduce((sum, row) => sum + row.count, 0),
    ).toBe(answers[0]?.count);
    expect(first.find(({ measure, count }) => measure === "first_word" && count >= 400)?.sum).toBeGreaterThan(
      359_000,
    );
    await rollUpEvents(sealOperator());
    expect(await counts()).toEqual(first);
    await asOwner("delete from analytics.quarters where tenant_id = $1", [id]);
    await asOwner("delete from analytics.marks where tenant_id = $1", [id]);
    await rollUpEvents(sealOperator());
    expect(await counts()).toEqual(first);
  });
});
