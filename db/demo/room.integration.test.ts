import { beforeAll, describe, expect, it } from "vitest";
import { builtIn } from "#lib/ai/language-model.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import type { Context } from "#lib/context/context.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { importMessages } from "#lib/rooms/messages/import-messages.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { createRoomAs, RoomClient } from "#testing/rooms/room-client.ts";
import { roomIdOf } from "#testing/rooms/room-id.ts";
import { demoFolders, readDemoDocuments } from "./documents.ts";
import { demoTalk } from "./room.ts";

let ctx: Context;
let room: RoomClient;

beforeAll(async () => {
  const tenant = await makeTenant("Demo");
  ctx = tenant.ctx;
  const handbook = demoFolders.find(({ chatbot }) => chatbot === "support");
  if (!handbook) throw new Error("No handbook.");
  for (const document of readDemoDocuments(handbook))
    await putDocument(ctx, { ...document, sourceId: tenant.sourceId, vectors: "later" });
  const token = await createApiKey(ctx, { name: "Test", scopes: ["chat"] });
  const body = { title: "Ride", name: "Hana", chatbot: tenant.chatbot.handle };
  room = new RoomClient((await createRoomAs({ token, body })).body);
});

describe("the demo's room", () => {
  it("holds an hour of messages with two answers from the handbook, and is filled once", async () => {
    const roomId = roomIdOf(room.host.token);
    for (let times = 0; times < 2; times += 1)
      await importMessages(ctx, roomId, { lines: demoTalk, model: builtIn() });
    const { messages } = (await room.list(room.host.token, "?limit=100")).body;
    expect(messages.filter(({ role }) => role !== "bot")).toHaveLength(demoTalk.length);
    const answers = messages.filter(({ role }) => role === "bot");
    expect(answers.map(({ answer }) => [answer?.state, answer?.grounding])).toEqual([
      ["complete", "cited"],
      ["complete", "cited"],
    ]);
    expect(answers[0]?.content).toMatch(/battery/i);
    expect(answers[1]?.content).toContain("E07");
    const times = messages.map(({ created_at }) => Date.parse(created_at));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(50 * 60_000);
    const people = await room.call<{ participants: { name: string }[] }>("GET", "participants", {
      token: room.host.token,
    });
    expect(people.body.participants.map(({ name }) => name)).toContain("Ayla");
  });
});
