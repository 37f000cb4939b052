import { createHmac, randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Form = Record<string, string>;
type Call = { method: string; token: string; form: Form };
type Posted = {
  ts: string;
  channel: string;
  text: string;
  blocks: string;
  metadata: string;
  thread: string | null;
};

/**
 * What becomes of the next call of a method. `late`: it is done, but the answer never comes. `hang up`:
 * neither done nor answered.
 */
type Script =
  | { limited: number }
  | { status: number }
  | { error: string }
  | "late"
  | "hang up"
  /** Done and not answered, until `release` is called. */
  | { heldUntil: Promise<void> };

type SlackUser = { id: string; name: string; tz?: string };
export type SlackGrant = {
  teamId?: string;
  teamName?: string;
  scope?: string;
  isOrganization?: boolean;
  userId?: string;
};

export type SlackServer = {
  /** For SLACK_API_URL. */
  readonly url: string;
  readonly calls: Call[];
  /** Messages that exist in Slack, in order. */
  readonly posts: Posted[];
  readonly views: { trigger: string; view: Record<string, unknown> }[];
  /** Scripts the next calls of a method, in order. */
  script(method: string, ...steps: Script[]): void;
  addUser(user: SlackUser): void;
  /** A code as Slack gives it after an admin has agreed. */
  grant(grant?: SlackGrant): string;
  /** Ends every token that was given out. */
  revokeTokens(): void;
  /** The token of the last installation. */
  lastToken(): string;
  close(): Promise<void>;
};

export const SCOPES = "chat:write,chat:write.public,commands,im:write,im:history,users:read";
export const APP_ID = "A0PARLEY";
export const BOT_USER = "U0BOT";

/** The headers with which Slack signs a body. */
export function signSlack(body: string, secret: string, at = new Date()): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const digest = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": seconds, "x-slack-signature": `v0=${digest}` };
}

/** Speaks the part of Slack's Web API that the app uses. */
export async function startSlackServer(): Promise<SlackServer> {
  const calls: Call[] = [];
  const posts: Posted[] = [];
  const views: SlackServer["views"] = [];
  const users = new Map<string, SlackUser>();
  const grants = new Map<string, SlackGrant>();
  const tokens = new Set<string>();
  const scripts = new Map<string, Script[]>();
  let serial = 0;
  let last = "";

  const methods: Record<string, (form: Form, token: string) => object> = {
    "oauth.v2.access"(form) {
      const grant = grants.get(form.code ?? "");
      // A code works once.
      if (!grants.delete(form.code ?? "") || !grant) return { ok: false, error: "invalid_code" };
      const {
        teamId = `T${randomUUID().slice(0, 8)}`,
        teamName = "Acme",
        scope = SCOPES,
        userId = "U1",
      } = grant;
      last = `xoxb-${randomUUID()}`;
      tokens.add(last);
      return {
        ok: true,
        access_token: last,
        token_type: "bot",
        scope,
        bot_user_id: BOT_USER,
        app_id: APP_ID,
        team: grant.isOrganization ? null : { id: teamId, name: teamName },
        is_enterprise_install: grant.isOrganization ?? false,
        authed_user: { id: userId },
      };
    },
    "auth.revoke"(_, token) {
      return { ok: true, revoked: tokens.delete(token) };
    },
    "conversations.open": (form) => ({ ok: true, channel: { id: `D${(form.users ?? "").slice(1)}` } }),
    "conversations.history": (form) => ({
      ok: true,
      messages: posts
        .filter(({ channel }) => channel === form.channel)
        .reverse()
        .map(({ ts, text, metadata }) => ({ ts, text, ...(metadata && { metadata: JSON.parse(metadata) }) })),
    }),
    "chat.postMessage"(form) {
      serial += 1;
      const ts = `1700000000.${String(serial).padStart(6, "0")}`;
      const { channel = "", text = "", blocks = "", metadata = "" } = form;
      posts.push({ ts, channel, text, blocks, metadata, thread: form.thread_ts ?? null });
      return { ok: true, channel, ts };
    },
    "chat.update"(form) {
      const post = posts.find(({ ts, channel }) => ts === form.ts && channel === form.channel);
      if (!post) return { ok: false, error: "message_not_found" };
      post.text = form.text ?? "";
      post.blocks = form.blocks ?? "";
      return { ok: true, channel: post.channel, ts: post.ts };
    },
    "users.info"(form) {
      const user = users.get(form.user ?? "");
      if (!user) return { ok: false, error: "user_not_found" };
      const { id, name, tz } = user;
      return { ok: true, user: { id, name, tz, deleted: false, profile: { display_name: name } } };
    },
    "users.list": () => ({
      ok: true,
      members: [
        ...[...users.values()].map(({ id, name, tz }) => ({ id, name, tz, deleted: false, is_bot: false })),
        { id: BOT_USER, name: "parley", is_bot: true },
        { id: "ULEFT", name: "left", deleted: true },
      ],
      response_metadata: { next_cursor: "" },
    }),
    "views.open"(form) {
      views.push({ trigger: form.trigger_id ?? "", view: JSON.parse(form.view ?? "{}") });
      return { ok: true, view: { id: `V${views.length}` } };
    },
  };

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString()));
    const method = (request.url ?? "").replace("/api/", "");
    const token = (request.headers.authorization ?? "").replace("Bearer ", "");
    calls.push({ method, token, form });
    const step = scripts.get(method)?.shift();
    if (step === "hang up") return request.socket.destroy();
    if (typeof step === "object" && "limited" in step)
      return reply(
        response,
        429,
        { ok: false, error: "ratelimited" },
        { "retry-after": String(step.limited) },
      );
    if (typeof step === "object" && "status" in step) return reply(response, step.status, {});
    if (typeof step === "object" && "error" in step)
      return reply(response, 200, { ok: false, error: step.error });
    const run = methods[method];
    if (!run) return reply(response, 200, { ok: false, error: "unknown_method" });
    if (method !== "oauth.v2.access" && !tokens.has(token))
      return reply(response, 200, { ok: false, error: "token_revoked" });
    const body = run(form, token);
    if (step === "late") return request.socket.destroy();
    if (typeof step === "object") await step.heldUntil;
    reply(response, 200, body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    calls,
    posts,
    views,
    script: (method, ...steps) => void scripts.set(method, steps),
    addUser: (user) => void users.set(user.id, user),
    grant(grant = {}) {
      const code = randomUUID();
      grants.set(code, grant);
      return code;
    },
    revokeTokens: () => tokens.clear(),
    lastToken: () => last,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
