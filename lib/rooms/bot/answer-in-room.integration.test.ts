import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { updateBudget } from "#lib/billing/update-budget.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { startWorker, type Worker } from "#lib/jobs/start-worker.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import type { WireMessage } from "#lib/rooms/wire.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { openEvents } from "#testing/rooms/event-reader.ts";
import { createRoomAs, type Joined, RoomClient } from "#testing/rooms/room-client.ts";
import { roomIdOf } from "#testing/rooms/room-id.ts";
import { answerInRoomJob } from "./jobs.ts";

let tenant: TestTenant;
let key: string;
let room: RoomClient;
let ana: Joined;
let worker: Worker;

const makeBotRoom = async (body: object = {}) => {
  const named = { title: "Workshop", name: "Hana", chatbot: tenant.chatbot.handle };
  return new RoomClient((await createRoomAs({ token: key, body: { ...named, ...body } })).body);
};

beforeAll(async () => {
  tenant = await makeTenant("Kestrel");
  key = await createApiKey(tenant.ctx, { name: "Test", scopes: ["chat"] });
  await putDocument(tenant.ctx, {
    sourceId: tenant.sourceId,
    path: "battery.md",
    mediaType: "text/markdown",
    text: "# Battery\n\nTo remove the battery, turn the key to the left and pull the battery up by its handle.\n",
  });
  room = await makeBotRoom();
  ana = (await room.join("Ana")).body;
  await closeBoss();
  worker = await startWorker({ jobs: [answerInRoomJob] });
});
afterAll(async () => {
  await worker.close(2_000);
  await closeBoss();
});

async function answersIn(there: RoomClient, token: string, count: number): Promise<WireMessage[]> {
  for (const end = Date.now() + 60_000; ; await sleep(30)) {
    const { body } = await there.list(token);
    const answers = body.messages.filter(({ answer }) => answer && answer.state !== "running");
    if (answers.length >= count) return answers;
    expect(Date.now(), "waited too long for an answer").toBeLessThan(end);
  }
}

describe("the chatbot of a room", () => {
  it("answers a mention once, from the knowledge, with a citation that every participant can open", async () => {
    const asked = (await room.post(ana.token, "@bot how do I remove the battery?")).body;
    const [answer] = await answersIn(room, ana.token, 1);
    expect(answer).toMatchObject({ role: "bot", username: "Kestrel bot", reply_to: { id: asked.id } });
    expect(answer?.content).toContain("turn the key");
    expect(answer?.answer).toMatchObject({ state: "complete", grounding: "cited" });
    expect(answer?.answer?.citations[0]).toMatchObject({ number: 1, title: "Battery" });
    const ben = (await room.join("Ben")).body;
    const open = (token?: string) =>
      room.call<{ title: string; content: string }>("GET", "messages/[message]/citations/[number]", {
        ...(token && { token }),
        params: { message: answer?.id ?? "", number: "1" },
      });
    for (const token of [ana.token, ben.token, room.host.token]) {
      const { status, body } = await open(token);
      expect([status, body.title]).toEqual([200, "Battery"]);
      expect(body.content).toContain("pull the battery up");
    }
    expect((await open()).status).toBe(401);
    const events = await asOwner<{ kind: string; payload: string }>(
      `select kind, payload::text as payload from platform.room_events e join platform.rooms r on r.id = e.room_id
       where r.code = $1 and kind in ('message', 'answer') order by "offset"`,
      [room.code],
    );
    expect(events.map(({ kind }) => kind)).toEqual(["message", "message", "answer"]);
    expect(events.map(({ payload }) => payload).join()).not.toContain("battery");
  });

  it("answers replies to it, and no other messages", async () => {
    const there = await makeBotRoom();
    await there.post(there.host.token, "how do I remove the battery?");
    const asked = (await there.post(there.host.token, "@bot how do I remove the battery?")).body;
    const [first] = await answersIn(there, there.host.token, 1);
    expect(first?.reply_to?.id).toBe(asked.id);
    const reply = await there.post(there.host.token, "And the handle?", { reply_to: first?.id ?? "" });
    const [, second] = await answersIn(there, there.host.token, 2);
    expect(second?.reply_to?.id).toBe(reply.body.id);
  });

  it("keeps no questions or answers when the room is deleted", async () => {
    const there = await makeBotRoom();
    await there.post(there.host.token, "@bot how do I remove the battery?");
    await answersIn(there, there.host.token, 1);
    const kept = () =>
      asOwner("select 1 from platform.conversations where user_id_hash = $1", [
        hashUserId(tenant.ctx.tenantId, roomIdOf(there.host.token)),
      ]);
    expect(await kept()).toHaveLength(1);
    await there.call("DELETE", "", { token: there.host.token });
    expect(await kept()).toEqual([]);
  });

  it("streams its answer to readers, then sends it once complete", async () => {
    const there = await makeBotRoom();
    const reader = await openEvents(there, there.host.token);
    await reader.until(({ type }) => type === "welcome");
    await there.post(there.host.token, "@bot how do I remove the battery?");
    const answer = await reader.event("answer");
    expect(answer).toMatchObject({ message: { role: "bot", answer: { state: "complete" } } });
    const kinds = reader.events().map(({ kind }) => kind);
    expect(kinds).toEqual(["message", "message", "answer"]);
    const [, opened] = reader.events();
    expect(opened).toMatchObject({ message: { content: "", answer: { state: "running" } } });
    await reader.close();
  });

  it("does not answer when it is off", async () => {
    const there = await makeBotRoom({ bot_manner: "off" });
    await there.post(there.host.token, "@bot how do I remove the battery?");
    const questions = await asOwner(
      "select 1 from platform.room_messages m join platform.rooms r on r.id = m.room_id where r.code = $1 and m.is_question",
      [there.code],
    );
    expect(questions).toEqual([]);
  });

  it("says that it cannot answer when the room's budget is used up, and answers the next day's question", async () => {
    const there = await makeBotRoom();
    const budget = {
      scope: "visitor",
      chatbotId: null,
      period: "day",
      tokens: null,
      costMicros: null,
    } as const;
    await updateBudget(tenant.ctx, { ...budget, messages: 1 });
    await there.post(there.host.token, "@bot how do I remove the battery?");
    await answersIn(there, there.host.token, 1);
    await there.post(there.host.token, "@bot and how do I put it back?");
    const notices = () =>
      asOwner<{ code: string }>(
        "select e.payload->>'code' as code from platform.room_events e join platform.rooms r on r.id = e.room_id where r.code = $1 and e.kind = 'notice'",
        [there.code],
      );
    await expect.poll(notices).toEqual([{ code: "budget_exceeded" }]);
    await updateBudget(tenant.ctx, { ...budget, messages: null });
    await there.post(there.host.token, "@bot is the key turned left?");
    expect(await answersIn(there, there.host.token, 2)).toHaveLength(2);
  });
});
