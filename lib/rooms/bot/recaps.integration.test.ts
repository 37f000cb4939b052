import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { updateBudget } from "#lib/billing/update-budget.ts";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { purgeJobsOf } from "#lib/jobs/purge-jobs-of.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import { promptText } from "#testing/model-server/model-script.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { openEvents } from "#testing/rooms/event-reader.ts";
import { createRoomAs, type Joined, RoomClient } from "#testing/rooms/room-client.ts";
import { roomIdOf } from "#testing/rooms/room-id.ts";
import { putPresence } from "../queries/presence.ts";
import { answerOpenQuestions } from "./answer-open-questions.ts";
import { answerInRoomJob } from "./jobs.ts";
import { postDueRecap } from "./post-due-recap.ts";
import { startDueRecaps } from "./start-due-recaps.ts";

const lines = [
  "Shall we meet at the north gate on Saturday?",
  "The north gate is closed on Saturday, the south gate opens at 9.",
  "Then the south gate at 9 it is.",
  "Who brings the spare battery?",
  "I will bring the spare battery (1) and two pumps [2].",
  "See you at the south gate on Saturday.",
];

let tenant: TestTenant;
let room: RoomClient;
let roomId: Id<"rom">;
let ctx: Context;
let ana: Joined;

const enter = async (body: object = {}) => {
  const token = await createApiKey(tenant.ctx, { name: "Test", scopes: ["chat"] });
  const named = { title: "Ride", name: "Hana", chatbot: tenant.chatbot.handle, bot_manner: "digest" };
  room = new RoomClient((await createRoomAs({ token, body: { ...named, ...body } })).body);
  roomId = roomIdOf(room.host.token);
  ctx = admitRoom(tenant.ctx, roomId);
  ana = (await room.join("Ana")).body;
};
const here = () => putPresence(ctx, roomId, "test", [ana.participant.id as Id<"par">]);
const talk = async (said = lines) => {
  for (const [at, line] of said.entries()) await room.post(at % 2 ? ana.token : room.host.token, line);
};
/** With someone present, who would read a recap. */
const talkTogether = async (said = lines) => {
  await here();
  await talk(said);
};
const plan = () =>
  asOwner<{ at: string | null; until: number | null; from: number }>(
    'select recap_at as at, recap_until as until, recap_offset as "from" from platform.rooms where id = $1',
    [idToUuid(roomId)],
  ).then(([row]) => row);
const letTimePass = () =>
  asOwner("update platform.rooms set recap_at = now() - interval '1 second' where id = $1", [
    idToUuid(roomId),
  ]);
const recapWhenDue = async () => {
  await letTimePass();
  await postDueRecap(ctx, roomId);
};
const messages = async () => (await room.list(room.host.token)).body.messages;
const recaps = async () => (await messages()).filter(({ role }) => role === "bot");

beforeAll(async () => {
  tenant = await makeTenant("Kestrel");
});
beforeEach(() => enter());
afterAll(closeBoss);

describe("a chatbot that only sums up", () => {
  it("posts what people said, word for word, once it is due, and nothing else", async () => {
    await talkTogether();
    expect(await recaps()).toEqual([]);
    await postDueRecap(ctx, roomId);
    expect(await recaps(), "not due yet").toEqual([]);
    await recapWhenDue();
    await postDueRecap(ctx, roomId);
    const [recap, ...more] = await recaps();
    expect(more).toEqual([]);
    expect(recap).toMatchObject({
      reply_to: null,
      answer: { state: "complete", grounding: null, citations: [] },
    });
    expect(recap?.content).toMatch(/^\*\*Recap\*\*/);
    expect(recap?.content).toContain("Who brings the spare battery?");
    for (const [, text = ""] of recap?.content.matchAll(/“(.+)”/g) ?? [])
      expect(lines).toContain(text.replace(/\\(.)/g, "$1"));
    expect(await plan()).toMatchObject({ at: null, until: null });
  });

  it("begins the next recap where the last one ended", async () => {
    await talkTogether();
    await recapWhenDue();
    await talk(lines.map((line) => line.replaceAll("gate", "harbor").replaceAll("battery", "anchor")));
    await recapWhenDue();
    const [, second] = await recaps();
    expect(second?.content).toContain("harbor");
    expect(second?.content).not.toContain("gate");
  });

  it("is silent when nobody is present, or too little was said, until there is something to say", async () => {
    await talk();
    await recapWhenDue();
    expect(await recaps()).toEqual([]);
    expect(await plan()).toMatchObject({ at: null, from: 0 });
    await enter();
    await talkTogether(lines.slice(0, 3));
    await recapWhenDue();
    expect(await recaps()).toEqual([]);
    await talk(lines.slice(3));
    expect(await plan()).toMatchObject({ at: expect.anything() });
    await recapWhenDue();
    expect(await recaps()).toHaveLength(1);
  });

  it("is silent in an archived room, and when it was switched off", async () => {
    for (const change of [{ state: "archived" }, { bot_manner: "off" }, { bot_manner: "mentioned" }]) {
      await enter();
      await talkTogether();
      await letTimePass();
      await room.update(room.host.token, change);
      await recapWhenDue();
      expect(await recaps()).toEqual([]);
      expect(await plan()).toMatchObject({ at: null, until: null });
      const asked = "select 1 from platform.conversations where user_id_hash = $1";
      expect(await asOwner(asked, [hashUserId(tenant.ctx.tenantId, roomId)]), "nor is a model").toEqual([]);
    }
  });

  it("sums up on request, also for another manner, and answers no questions", async () => {
    await talk();
    await room.post(ana.token, "@bot where is the north gate?");
    expect(await answerOpenQuestions(ctx, roomId)).toBeNull();
    const asked = (await room.post(ana.token, "@bot recap please")).body;
    await answerOpenQuestions(ctx, roomId);
    const [recap] = await recaps();
    expect(recap?.reply_to?.id).toBe(asked.id);
    expect(recap?.content).toContain("spare battery?");
    expect(recap?.content).not.toContain("recap please");
    await room.update(room.host.token, { bot_manner: "mentioned" });
    await room.post(ana.token, "@bot what did I miss?");
    await answerOpenQuestions(ctx, roomId);
    expect((await recaps())[1]?.content).toContain("spare battery?");
  });

  it("is withdrawn when a message that it may quote is deleted", async () => {
    await talkTogether(lines.slice(1));
    const secret = (await room.post(ana.token, "My secret is a walnut in the north gate.")).body;
    await recapWhenDue();
    const later = (await room.post(ana.token, "Something else")).body;
    await room.remove(ana.token, later.id);
    expect((await recaps())[0]?.deleted_at).toBeNull();
    await room.remove(ana.token, secret.id);
    expect((await recaps())[0]).toMatchObject({ content: "", deleted_at: expect.any(String) });
  });

  it("counts against the workspace's budget, and is silent when that is used up", async () => {
    await talkTogether();
    const budget = {
      scope: "visitor",
      chatbotId: null,
      period: "day",
      tokens: null,
      costMicros: null,
    } as const;
    await updateBudget(tenant.ctx, { ...budget, messages: 1 });
    await recapWhenDue();
    expect(await recaps()).toHaveLength(1);
    const entries = await asOwner<{ count: number }>(
      `select count(*)::integer as count from platform.usage_entries u join platform.room_messages m on m.turn_id = u.turn_id
       where m.room_id = $1 and u.state = 'settled'`,
      [idToUuid(roomId)],
    );
    expect(entries).toEqual([{ count: 1 }]);
    await talk();
    await recapWhenDue();
    expect(await recaps()).toHaveLength(1);
    await updateBudget(tenant.ctx, { ...budget, messages: null });
    await talk(["One more"]);
    await recapWhenDue();
    expect(await recaps()).toHaveLength(2);
  });

  it("is finished by another process after a restart, as the same recap", async () => {
    await talkTogether();
    await letTimePass();
    await startDueRecaps(sealOperator());
    // The process that claimed it died before it called the model.
    await asOwner("update platform.rooms set recap_until = last_offset where id = $1", [idToUuid(roomId)]);
    await talk(lines.map((line) => line.replaceAll("gate", "harbor")));
    await purgeJobsOf(tenant.ctx.tenantId);
    const reader = await openEvents(room, ana.token);
    await reader.until(({ type }) => type === "welcome");
    await closeBoss();
    const worker = await startWorker({ jobs: [answerInRoomJob] });
    await startDueRecaps(sealOperator());
    const event = await reader.event("answer");
    expect(JSON.stringify(event)).not.toContain("harbor");
    await reader.close();
    await worker.close(2_000);
    await closeBoss();
    expect(await recaps()).toHaveLength(1);
    expect((await plan())?.at, "what was said meanwhile is planned").not.toBeNull();
  });
});

describe("with a language model", () => {
  let model: ModelServer;
  beforeAll(async () => {
    model = await startModelServer();
    process.env.OPENAI_BASE_URL = model.baseUrl;
    process.env.OPENAI_API_KEY = "test-key";
    process.env.OPENAI_EMBEDDING_MODEL = "test-embedding";
    resetEnv();
  });
  afterAll(async () => {
    await model.close();
    for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL"])
      delete process.env[name];
    resetEnv();
  });
  const calls = () => model.requests.filter(({ path }) => !path.includes("embed"));

  it("sums up in its words, from what was said alone; later answers do not read the room again", async () => {
    model.script({ text: "**Recap**\n- South gate at 9 (1) [2]" });
    await talkTogether();
    await recapWhenDue();
    expect((await recaps())[0]?.content).toBe("**Recap**\n- South gate at 9 (1) [2]");
    expect(calls()).toHaveLength(1);
    const prompt = promptText(calls()[0]?.body ?? {});
    expect(prompt).toContain('<said by="Hana">Who brings the spare battery?</said>'.replace("Hana", "Ana"));
    expect(prompt).toContain("Use only what was said");
    expect(prompt).not.toContain("passages");
    await room.update(room.host.token, { bot_manner: "mentioned" });
    await room.post(ana.token, "@bot how long does it charge?");
    await answerOpenQuestions(ctx, roomId);
    expect(promptText(calls().at(-1)?.body ?? {})).not.toContain("spare battery");
  });

  it("posts nothing when the model fails, and covers the same messages next time", async () => {
    model.script({ fault: { kind: "status", status: 400 } });
    await talkTogether();
    await recapWhenDue();
    expect(await recaps()).toEqual([]);
    model.script({ text: "**Recap**\n- South gate" });
    await talk(["One more"]);
    await recapWhenDue();
    expect(await recaps()).toHaveLength(1);
    expect(promptText(calls().at(-1)?.body ?? {})).toContain("Who brings the spare battery?");
  });
});
