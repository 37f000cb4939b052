import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { declareOwnServer } from "#lib/core/server-mode.ts";
import { newRoomCode } from "#lib/rooms/lifecycle/room-code.ts";
import { updateWorkspace } from "#lib/tenant/update-workspace.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { callRoute, createRoomAs, type ErrorReply, makeRoom } from "#testing/rooms/room-client.ts";
import { PEER_HEADER } from "../http/client-address.ts";

const from = (address: string) => ({ [PEER_HEADER]: address });
const look = async (code: string, address: string) =>
  (await callRoute("[code]", "GET", { code }, { headers: from(address) })).status;

beforeAll(() => declareOwnServer());
afterAll(() => declareOwnServer(false));

describe("guessing codes", () => {
  it("finds no room in a thousand tries, and is refused after ten, right or wrong", async () => {
    const { room } = await makeRoom();
    const ana = (await room.join("Ana", { headers: from("203.0.113.50") })).body;
    const statuses: number[] = [];
    for (let tries = 0; tries < 1_000; tries += 1) statuses.push(await look(newRoomCode(), "203.0.113.51"));
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(404));
    expect(new Set(statuses.slice(10))).toEqual(new Set([429]));
    expect(await look(room.code, "203.0.113.51")).toBe(429);
    expect(await look(room.code, "203.0.113.52")).toBe(200);
    // Someone who is in the room is not kept out by others at their address.
    const own = { token: ana.token, headers: from("203.0.113.51") };
    expect((await room.call("GET", "messages", own)).status).toBe(200);
  });

  it("counts no other refusal, so that people at one address do not lock each other out", async () => {
    const { room } = await makeRoom();
    const address = from("203.0.113.55");
    for (let tries = 0; tries < 12; tries += 1)
      expect((await room.call("GET", "messages", { headers: address })).status).toBe(401);
    expect(await look(room.code, "203.0.113.55")).toBe(200);
  });

  it("counts wrong passwords too", async () => {
    const { room } = await makeRoom({ password: "open sesame" });
    const address = from("203.0.113.53");
    for (let tries = 0; tries < 10; tries += 1)
      expect((await room.join<ErrorReply>("Eve", { password: `${tries}`, headers: address })).status).toBe(
        403,
      );
    expect((await room.join("Eve", { password: "open sesame", headers: address })).status).toBe(429);
    expect((await room.join("Eve", { password: "open sesame", headers: from("203.0.113.54") })).status).toBe(
      200,
    );
  });
});

describe("a ban", () => {
  it("applies to a guest who returns under another name without their token, and to nobody in the room", async () => {
    const { room, tenant } = await makeRoom();
    const address = { headers: from("203.0.113.60") };
    const eve = (await room.join("Eve", address)).body;
    const neighbor = (await room.join("Nora", address)).body;
    await room.act(room.host.token, eve.participant.id, { action: "ban" });
    const back = await room.join<ErrorReply>("Harmless", address);
    expect([back.status, back.body.error.details?.reason]).toEqual([403, "banned"]);
    expect((await room.join("Elsewhere", { headers: from("203.0.113.61") })).status).toBe(200);
    expect((await room.join("Nora", { token: neighbor.token, ...address })).status).toBe(200);
    expect((await room.post(neighbor.token, "still here")).status).toBe(201);
    // An account says who it is, so the address does not matter.
    const person = await makePerson("Mona");
    await joinWorkspaceAs(tenant.ctx, person, "viewer");
    const headers = { ...address.headers, cookie: `parley_session=${person.token}` };
    const mona = await room.join("Mona", { headers });
    expect(mona.status).toBe(200);
    await room.act(room.host.token, mona.body.participant.id, { action: "ban" });
    const again = { headers: { ...from("203.0.113.62"), cookie: `parley_session=${person.token}` } };
    expect((await room.join("Somebody", again)).status).toBe(403);
    await room.act(room.host.token, eve.participant.id, { action: "unban" });
    expect((await room.join("Harmless", address)).status).toBe(200);
  });
});

describe("limits", () => {
  it("admit ten messages at once, and three rooms a day of a guest", async () => {
    const { room } = await makeRoom();
    const ana = (await room.join("Ana", { headers: from("203.0.113.70") })).body;
    const statuses = await Promise.all(
      Array.from({ length: 14 }, async (_, i) => (await room.post(ana.token, `${i}`)).status),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
    const tenant = await makeTenant("Guests");
    const owner = await joinWorkspaceAs(tenant.ctx, await makePerson("Own"), "owner");
    await updateWorkspace(owner, { name: "Guests", settings: { guestRooms: true } }, false);
    const body = { title: "Ours", chatbot: tenant.chatbot.handle };
    const create = async () => (await createRoomAs({ headers: from("203.0.113.71"), body })).status;
    expect([await create(), await create(), await create(), await create()]).toEqual([201, 201, 201, 429]);
  });
});
