import { beforeAll, describe, expect, it } from "vitest";
import { PUT } from "#app/api/conversations/[id]/messages/[message]/feedback/route.ts";
import { signVisitorToken } from "#lib/auth/session/visitor-token.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { deleteConversation } from "#lib/conversation/delete-conversation.ts";
import { listFeedback } from "#lib/conversation/list-feedback.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";

type Visitor = { ctx: Context; cookie: string };

let tenant: TestTenant;
let serial = 0;

beforeAll(async () => {
  tenant = await makeTenant();
});

async function makeVisitor({ ctx: { tenantId } }: TestTenant = tenant): Promise<Visitor> {
  const id = newId("vis");
  return {
    ctx: sealContext({ tenantId, actor: { kind: "visitor", id, userIdHash: hashUserId(tenantId, id) } }),
    cookie: `parley_visitor_${tenantId.slice(4)}=${await signVisitorToken(tenantId, id)}`,
  };
}

/** Asks, and returns the names of the conversation, its question and its answer. */
async function ask({ ctx }: Visitor, text = "Hello", { chatbot } = tenant) {
  serial += 1;
  const id = `feedback-${serial}`;
  const parts = [{ type: "text" as const, text }];
  const turn = await runTurn(ctx, {
    chatbot: {
      ...chatbot,
      access: { accounts: false, guestMessages: null, trialMessages: null, trialDays: null },
    },
    request: {
      id,
      chatbot: chatbot.handle,
      trigger: "submit-message",
      message: { id: `q-${serial}`, role: "user", parts },
    },
  });
  await turn.ended;
  const [question, answer] = (await listMessages(ctx, { name: id })).messages;
  return { id, question: question?.id ?? "", answer: answer?.id ?? "" };
}

async function put({ cookie }: Visitor, id: string, message: string, body: unknown, { chatbot } = tenant) {
  const path = `api/conversations/${id}/messages/${message}/feedback`;
  const response = await PUT(
    new Request(`http://localhost/${path}?chatbot=${chatbot.handle}`, {
      method: "PUT",
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify(body),
    }),
    { params: Promise.resolve({ id, message }) },
  );
  return { status: response.status, body: (await response.json()) as object };
}

const stored = async ({ ctx }: Visitor, id: string) =>
  (await listMessages(ctx, { name: id })).messages.map(({ feedback }) => feedback);

describe("feedback on an answer", () => {
  it("is stored with the message, replaced by the next one, and removed by null", async () => {
    const visitor = await makeVisitor();
    const { id, answer } = await ask(visitor);
    expect(await put(visitor, id, answer, { rating: "up" })).toEqual({
      status: 200,
      body: { rating: "up", reason: null, text: null },
    });
    expect(await stored(visitor, id)).toEqual([undefined, { rating: "up", reason: null, text: null }]);
    const down = { rating: "down", reason: "incorrect", text: "  It is EUR 18.\n" };
    expect((await put(visitor, id, answer, down)).status).toBe(200);
    const kept = { rating: "down", reason: "incorrect", text: "It is EUR 18." };
    expect(await stored(visitor, id)).toEqual([undefined, kept]);
    for (let time = 0; time < 2; time += 1) {
      expect(await put(visitor, id, answer, { rating: null })).toEqual({
        status: 200,
        body: { rating: null, reason: null, text: null },
      });
      expect(await stored(visitor, id)).toEqual([undefined, undefined]);
    }
  });

  it("changes nothing when it is sent again", async () => {
    const visitor = await makeVisitor();
    const { id, answer } = await ask(visitor);
    const rows = () =>
      asOwner<{ rated_at: Date; text: string }>(
        "select rated_at, text from platform.feedback where message_id = $1",
        [idToUuid(answer as `msg_${string}`)],
      );
    const same = { rating: "down", text: "Same" };
    await Promise.all(Array.from({ length: 5 }, () => put(visitor, id, answer, same)));
    const before = await rows();
    expect(before).toHaveLength(1);
    await put(visitor, id, answer, same);
    expect(await rows()).toEqual(before);
    await put(visitor, id, answer, { ...same, text: "Other" });
    expect(await rows()).toMatchObject([{ text: "Other" }]);
  });

  it.each([
    [{}],
    [{ rating: "sideways" }],
    [{ rating: "up", text: "x".repeat(2_001) }],
    [{ rating: "up", reason: "x".repeat(101) }],
    [{ rating: "up", text: "zero \0 byte" }],
    [{ rating: "up", text: 7 }],
  ])("is refused as invalid: %j", async (body) => {
    const visitor = await makeVisitor();
    const { id, answer } = await ask(visitor);
    expect((await put(visitor, id, answer, body)).status).toBe(400);
    expect(await stored(visitor, id)).toEqual([undefined, undefined]);
  });

  it("takes a text of 2,000 characters", async () => {
    const visitor = await makeVisitor();
    const { id, answer } = await ask(visitor);
    expect((await put(visitor, id, answer, { rating: "up", text: "x".repeat(2_000) })).status).toBe(200);
  });

  it("is refused for a question and while the answer is being written", async () => {
    const visitor = await makeVisitor();
    const { id, question, answer } = await ask(visitor);
    expect((await put(visitor, id, question, { rating: "up" })).status).toBe(400);
    await asOwner("update platform.turns set state = 'running' where answer_id = $1", [
      idToUuid(answer as `msg_${string}`),
    ]);
    expect((await put(visitor, id, answer, { rating: "up" })).status).toBe(409);
  });

  it("is given by the person who asked alone, in the conversation of the answer", async () => {
    const [visitor, other] = [await makeVisitor(), await makeVisitor()];
    const away = await makeTenant("Away");
    const foreigner = await makeVisitor(away);
    const [mine, second] = [await ask(visitor), await ask(visitor)];
    await ask(other);
    const up = { rating: "up" };
    const refusals = [
      await put(other, mine.id, mine.answer, up),
      await put(foreigner, mine.id, mine.answer, up),
      await put(foreigner, mine.id, mine.answer, up, away),
      await put(visitor, second.id, mine.answer, up),
      await put(visitor, mine.id, newId("msg"), up),
      await put(visitor, mine.id, "none", up),
      await put(visitor, "none", mine.answer, up),
    ];
    expect(refusals.map(({ status }) => status)).toEqual(refusals.map(() => 404));
    expect(await stored(visitor, mine.id)).toEqual([undefined, undefined]);
  });

  it("goes with its conversation", async () => {
    const visitor = await makeVisitor();
    const { id, answer } = await ask(visitor);
    await put(visitor, id, answer, { rating: "up" });
    await deleteConversation(visitor.ctx, id);
    expect(
      await asOwner("select 1 from platform.feedback where message_id = $1", [
        idToUuid(answer as `msg_${string}`),
      ]),
    ).toEqual([]);
  });
});

describe("a chatbot's feedback", () => {
  it("is listed newest first, by rating and page by page, with question and answer", async () => {
    const place = await makeTenant("Lists");
    const visitor = await makeVisitor(place);
    const texts = Array.from({ length: 53 }, (_, at) => `Question ${at}`);
    for (const [at, text] of texts.entries()) {
      const { id, answer } = await ask(visitor, text, place);
      const rating = at % 10 === 0 ? "down" : "up";
      expect((await put(visitor, id, answer, { rating, text: `About ${at}` }, place)).status).toBe(200);
    }
    // Equal times, as several people may rate in the same millisecond.
    await asOwner(
      "update platform.feedback set rated_at = date_trunc('minute', rated_at) where tenant_id = $1",
      [idToUuid(place.ctx.tenantId)],
    );
    const first = await listFeedback(place.ctx, place.chatbot.id, {});
    const rest = await listFeedback(place.ctx, place.chatbot.id, { before: first.before });
    const all = [...first.answers, ...rest.answers];
    expect(first.answers).toHaveLength(50);
    expect(rest.before).toBeNull();
    expect(all.map(({ question }) => question)).toEqual(texts.toReversed());
    expect(all[0]).toMatchObject({ rating: "up", reason: null, text: "About 52" });
    expect(all[0]?.answer).not.toBe("");
    const down = await listFeedback(place.ctx, place.chatbot.id, { rating: "down" });
    expect(down.answers.map(({ text }) => text)).toEqual([50, 40, 30, 20, 10, 0].map((at) => `About ${at}`));
    expect((await listFeedback(tenant.ctx, place.chatbot.id, {})).answers).toEqual([]);
    expect((await listFeedback(place.ctx, place.chatbot.id, { before: "none" })).answers).toHaveLength(50);
  });
});
