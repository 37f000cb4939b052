import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { declareDoor, declareOwnServer } from "#lib/core/server-mode.ts";
import { openConnections } from "#lib/rooms/live/open-hub.ts";
import { EventReader } from "#testing/rooms/event-reader.ts";
import { type ErrorReply, makeRoom, type RoomClient } from "#testing/rooms/room-client.ts";
import { guardServer } from "../door/guard-server.ts";
import { openStreams } from "../streams/open-streams.ts";
import { directRoute } from "./direct-routes.ts";

let server: Server;
let url: string;
let room: RoomClient;
let before: { connections: number; streams: number };

beforeAll(async () => {
  server = createServer((request, response) => {
    const direct = directRoute(request);
    if (direct) direct(request, response);
    else response.writeHead(418).end();
  });
  declareOwnServer();
  guardServer(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/chats`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  declareDoor(false);
  declareOwnServer(false);
});
beforeEach(async () => {
  ({ room } = await makeRoom());
  // Tests of other files, in the same process, may have left some open.
  before = { connections: openConnections(), streams: openStreams() };
});

const bearer = () => ({ authorization: `Bearer ${room.host.token}` });

describe("routes that skip the framework", () => {
  it("stream a room's events, from the position that the browser names", async () => {
    const { body: said } = await room.post(room.host.token, "one");
    const headers = { ...bearer(), "last-event-id": `1.${said.offset - 1}` };
    const response = await fetch(`${url}/${room.code}/events/?cursor=1.0`, { headers });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-z]{26}$/);
    const reader = new EventReader(response);
    expect(await reader.event("message")).toMatchObject({ message: { content: "one" } });
    await room.post(room.host.token, "two");
    await expect
      .poll(() => reader.events().map(({ offset }) => offset))
      .toEqual([said.offset, said.offset + 1]);
    await reader.close();
    await expect.poll(openConnections).toBeLessThanOrEqual(before.connections);
    expect(openStreams()).toBeLessThanOrEqual(before.streams);
  });

  it("wait for a client that does not read, and end when it leaves", async () => {
    const request = get(`${url}/${room.code}/events`, { headers: bearer(), agent: false });
    request.on("error", () => undefined);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.pause().on("error", () => undefined);
    const text = "x".repeat(3_900);
    for (let number = 0; number < 10; number += 1) await room.post(room.host.token, `${number} ${text}`);
    request.destroy();
    await expect.poll(openConnections).toBeLessThanOrEqual(before.connections);
    expect(openStreams()).toBeLessThanOrEqual(before.streams);
  });

  it("issue tickets, whatever the body is", async () => {
    for (const body of ["{}", "", "x".repeat(300_000)]) {
      const response = await fetch(`${url}/${room.code}/ticket`, { method: "POST", headers: bearer(), body });
      expect(response.status).toBe(201);
      expect(await response.json()).toMatchObject({ ticket: expect.any(String) });
    }
  });

  it("refuse in the shared error shape", async () => {
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${url}/${path}`, init);
      const { error } = (await response.json()) as ErrorReply;
      return [response.status, error.code, response.headers.get("content-security-policy")];
    };
    const policy = "default-src 'none'; frame-ancestors 'none'";
    expect(await ask("NOSUCHROOM/events")).toEqual([404, "not_found", policy]);
    expect(await ask(`${room.code}/events`)).toEqual([401, "unauthorized", policy]);
    expect(await ask(`${room.code}/ticket`, { method: "POST" })).toEqual([401, "unauthorized", policy]);
    const foreign = { origin: "https://evil.example", cookie: "a=b" };
    expect(await ask(`${room.code}/ticket`, { method: "POST", headers: foreign })).toEqual([
      403,
      "forbidden",
      policy,
    ]);
  });

  it("leave every other request to the framework", async () => {
    for (const [method, path] of [
      ["POST", "events"],
      ["GET", "ticket"],
      ["HEAD", "events"],
      ["GET", "messages"],
      ["GET", "events/more"],
      ["GET", "eventsx"],
    ])
      expect((await fetch(`${url}/${room.code}/${path}`, { method })).status).toBe(418);
  });
});
