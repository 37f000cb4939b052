import { join, resolve } from "node:path";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import type { WireMessage, WireParticipant, WireRoom } from "#lib/rooms/wire.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";

type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

export type Reply<T> = { status: number; body: T; headers: Headers };
type Ask = { token?: string; headers?: Record<string, string>; body?: unknown };

/** Calls a route of `/api/chats` in this process. `pattern` is its folder below `app/api/chats`. */
export async function callRoute(
  pattern: string,
  method: string,
  params: Record<string, string>,
  { token, headers = {}, body }: Ask = {},
  query = "",
): Promise<Response> {
  const file = join(resolve("app/api/chats"), pattern, "route.ts");
  const module = (await import(/* @vite-ignore */ file)) as Record<string, Handler>;
  const path = pattern.replace(/\[(\w+)\]/g, (_, name: string) => params[name] ?? "");
  const request = new Request(`http://localhost/api/chats/${path}${query}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return (module[method] as Handler)(request, { params: Promise.resolve(params) });
}

export type Joined = {
  participant: { id: string; name: string; role: string };
  token: string;
  room: WireRoom;
};
type Created = Joined & { code: string; url: string; title: string; chatbot: string | null };

async function read<T>(response: Response): Promise<Reply<T>> {
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: (text ? JSON.parse(text) : null) as T };
}

export type ErrorReply = { error: { code: string; message: string; details?: { reason?: string } } };

/** A suite's own room and the calls of people in it. */
export class RoomClient {
  readonly code: string;
  readonly host: Joined;

  constructor({ code, ...host }: Created) {
    this.code = code;
    this.host = host;
  }

  async call<T = ErrorReply>(
    method: string,
    path: string,
    ask: Ask & { params?: Record<string, string>; query?: string } = {},
  ) {
    const { params, query, ...rest } = ask;
    const pattern = path ? `[code]/${path}` : "[code]";
    return read<T>(await callRoute(pattern, method, { code: this.code, ...params }, rest, query));
  }

  join<T = Joined>(name: string, ask: Omit<Ask, "body"> & { password?: string } = {}) {
    const { password, ...rest } = ask;
    return this.call<T>("POST", "join", { ...rest, body: { name, password } });
  }

  post<T = WireMessage>(token: string, content: string, more: { id?: string; reply_to?: string } = {}) {
    return this.call<T>("POST", "messages", { token, body: { content, ...more } });
  }

  edit<T = WireMessage>(token: string, message: string, content: string) {
    return this.call<T>("PATCH", "messages/[message]", { token, params: { message }, body: { content } });
  }

  remove<T = ErrorReply>(token: string, message: string) {
    return this.call<T>("DELETE", "messages/[message]", { token, params: { message } });
  }

  list(token: string, query = "") {
    return this.call<{ messages: WireMessage[]; cursor: string | null }>("GET", "messages", { token, query });
  }

  act<T = WireParticipant>(token: string, participant: string, body: object) {
    return this.call<T>("PATCH", "participants/[participant]", { token, params: { participant }, body });
  }

  update<T = { room: WireRoom }>(token: string, body: object) {
    return this.call<T>("PATCH", "", { token, body });
  }
}

export async function createRoomAs<T = Created>(ask: Ask): Promise<Reply<T>> {
  return read<T>(await callRoute("create", "POST", {}, ask));
}

/** A tenant with a key and a room, without a chatbot unless `body` names one. */
export async function makeRoom(
  body: object = {},
): Promise<{ tenant: TestTenant; key: string; room: RoomClient }> {
  const tenant = await makeTenant("Rooms");
  const key = await createApiKey(tenant.ctx, { name: "Test", scopes: ["chat"] });
  const made = await createRoomAs({ token: key, body: { title: "Saturday ride", name: "Hana", ...body } });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return { tenant, key, room: new RoomClient(made.body) };
}
