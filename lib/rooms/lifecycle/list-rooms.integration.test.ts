import { describe, expect, test } from "vitest";
import { participantContext } from "#lib/auth/admission/make-contexts.ts";
import { newRequestId } from "#lib/core/ids.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { postMessage } from "../messages/post-message.ts";
import { createRoomRequest } from "../schema.ts";
import { createRoom } from "./create-room.ts";
import { listRooms } from "./list-rooms.ts";

async function makeTeam() {
  const { ctx, chatbot } = await makeTenant("Rooms");
  const member = await joinWorkspaceAs(ctx, await makePerson("Edda"), "editor");
  const open = (title: string, handle?: string) =>
    createRoom(member, createRoomRequest.parse({ title, chatbot: handle }), "Edda");
  return { member, chatbot, open };
}

describe("listRooms", () => {
  test("lists rooms newest first, with their people and messages", async () => {
    const { member, chatbot, open } = await makeTeam();
    const { roomId, self, room } = await open("First", chatbot.handle);
    await open("Second");
    const host = participantContext(
      { tenantId: member.tenantId, roomId, participantId: self.id as `par_${string}` },
      newRequestId(),
    );
    const { created_at: saidAt } = await postMessage(host, roomId, { content: "Hello" });
    const { rooms, before } = await listRooms(member, { before: null });
    expect(rooms.map(({ title }) => title)).toEqual(["Second", "First"]);
    expect(rooms[1]).toEqual({
      id: roomId,
      code: room.code,
      title: "First",
      state: "open",
      chatbot: chatbot.name,
      people: 1,
      messages: 1,
      createdAt: room.created_at,
      lastMessageAt: saidAt,
    });
    expect(rooms[0]).toMatchObject({ chatbot: null, messages: 0, lastMessageAt: null });
    expect(before).toBeNull();
  });

  test("continues before the given room", async () => {
    const { member, open } = await makeTeam();
    await open("Oldest");
    const { roomId } = await open("Middle");
    await open("Newest");
    const { rooms } = await listRooms(member, { before: roomId });
    expect(rooms.map(({ title }) => title)).toEqual(["Oldest"]);
  });

  test("lists nothing of another workspace", async () => {
    const [own, other] = [await makeTeam(), await makeTeam()];
    const { roomId } = await other.open("Theirs");
    await own.open("Ours");
    const { rooms } = await listRooms(own.member, { before: null });
    expect(rooms.map(({ title }) => title)).toEqual(["Ours"]);
    expect((await listRooms(own.member, { before: roomId })).rooms.map(({ title }) => title)).not.toContain(
      "Theirs",
    );
  });
});
