import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { appRoutes } from "#e2e/fixtures/routes.ts";
import { allows, type Permission } from "#lib/access/permissions.ts";
import { type Role, roles } from "#lib/access/role.ts";
import { setOperator } from "#lib/auth/account/set-operator.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { listApiKeys } from "#lib/auth/api-key/list-api-keys.ts";
import { revokeApiKey } from "#lib/auth/api-key/revoke-api-key.ts";
import { type ApiScope, apiScopes } from "#lib/auth/schema.ts";
import { revokeAllSessions } from "#lib/auth/session/revoke-sessions.ts";
import { signRoomToken } from "#lib/auth/session/room-token.ts";
import { signVisitorToken } from "#lib/auth/session/visitor-token.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { newId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { createAccessCode } from "#lib/people/create-access-code.ts";
import { joinWorkspace } from "#lib/people/join-workspace.ts";
import { listAccessCodes } from "#lib/people/list-access-codes.ts";
import { registerTeam } from "#lib/status/commands/register-team.ts";
import { submitUpdate } from "#lib/status/commands/submit-update.ts";
import { registerTeamInput } from "#lib/status/schema.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { inviteMember } from "#lib/tenant/invite-member.ts";
import {
  enableSecondFactorFor,
  joinWorkspaceAs,
  makePerson,
  type TestPerson,
} from "#testing/people/person.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";

/**
 * Who is admitted by a route: members with a permission, keys with a scope, signed-in people, either of the
 * two, those who still owe the second factor (`half`), visitors and keys that chat, the scheduler, the
 * metrics collector, the operator, a signature over the body, or everybody. `verdictOf` derives the expected
 * answer for each credential.
 */
type Admits =
  | { member: Permission }
  | { key: ApiScope }
  | { keyOrPerson: ApiScope }
  | "person"
  | "half"
  | "chat"
  | "conversation"
  | "end user"
  | "scheduler"
  | "collector"
  | "operator"
  | "signature"
  | "everybody";

const member = (permission: Permission): Admits => ({ member: permission });
const key = (scope: ApiScope): Admits => ({ key: scope });

const rows: Record<string, Record<string, Admits>> = {
  "/health": { GET: "everybody" },
  "/api/health": { GET: "everybody" },
  "/api/health/live": { GET: "everybody" },
  "/api/health/ready": { GET: "everybody" },
  "/api/[...path]": {
    GET: "everybody",
    POST: "everybody",
    PUT: "everybody",
    PATCH: "everybody",
    DELETE: "everybody",
  },
  "/api/auth/[...nextauth]": { GET: "everybody", POST: "everybody" },
  "/api/cron/maintenance": { GET: "scheduler" },
  "/api/cron/worker": { GET: "scheduler" },
  "/api/metrics": { GET: "collector" },
  "/api/ops": { GET: "operator" },
  "/api/ops/events": { GET: "operator" },
  "/api/ops/jobs/[queue]/[id]/cancel": { POST: "operator" },
  "/api/ops/jobs/[queue]/[id]/retry": { POST: "operator" },
  "/api/ops/settings": { PATCH: "operator" },
  "/api/ops/workspaces/[tenant]/plan": { GET: "operator", PUT: "operator" },
  "/api/chat": { POST: "chat" },
  "/api/chat/[conversation]/stop": { POST: "conversation" },
  "/api/chat/[conversation]/stream": { GET: "conversation" },
  "/api/events": { POST: "chat" },
  "/api/jobs": { GET: "chat", POST: "chat" },
  "/api/jobs/[id]": { GET: "conversation", DELETE: "conversation" },
  "/api/conversations": { GET: "chat" },
  "/api/conversations/[id]": { GET: "conversation", PATCH: "conversation", DELETE: "conversation" },
  "/api/conversations/[id]/events": { GET: "conversation" },
  "/api/conversations/[id]/export": { GET: "conversation" },
  "/api/conversations/[id]/messages": { GET: "conversation" },
  "/api/conversations/[id]/messages/[message]/citations/[number]": { GET: "conversation" },
  "/api/conversations/[id]/messages/[message]/feedback": { PUT: "conversation" },
  // Access to rooms is decided by code and token (rooms.integration.test.ts).
  "/api/admin/[tenant]/rooms/[id]": { PATCH: member("rooms:write"), DELETE: member("rooms:write") },
  "/api/admin/[tenant]/rooms/reports/[id]": { PATCH: member("rooms:write") },
  "/api/chats/create": { POST: "chat" },
  "/api/chats/[code]": { GET: "everybody", PATCH: "everybody", DELETE: "everybody" },
  "/api/chats/[code]/join": { POST: "everybody" },
  "/api/chats/[code]/leave": { POST: "everybody" },
  "/api/chats/[code]/messages": { GET: "everybody", POST: "everybody" },
  "/api/chats/[code]/messages/[message]": { PATCH: "everybody", DELETE: "everybody" },
  "/api/chats/[code]/messages/[message]/reactions": { PUT: "everybody" },
  "/api/chats/[code]/files": { POST: "everybody" },
  "/api/chats/[code]/files/[file]": { GET: "everybody" },
  "/api/chats/[code]/export": { GET: "everybody" },
  "/api/chats/[code]/typing": { POST: "everybody" },
  "/api/chats/[code]/reads": { POST: "everybody" },
  "/api/chats/[code]/messages/[message]/stop": { POST: "everybody" },
  "/api/chats/[code]/messages/[message]/citations/[number]": { GET: "everybody" },
  "/api/chats/[code]/events": { GET: "everybody" },
  "/api/chats/[code]/presence": { GET: "everybody" },
  "/api/chats/[code]/cover": { GET: "everybody", PUT: "everybody", DELETE: "everybody" },
  "/api/chats/[code]/payments": { GET: "everybody" },
  "/api/chats/[code]/payments/[payment]": { GET: "everybody" },
  // Closed without Stripe's keys; by code and token, and by signature (payments.integration.test.ts).
  "/api/payments/checkout": { POST: "everybody" },
  "/api/payments/webhook": { POST: "signature" },
  // Closed without a Slack app; the workspace is in the query, or sealed (slack.integration.test.ts).
  "/api/slack/install": { GET: "person" },
  "/api/slack/callback": { GET: "everybody" },
  "/api/slack/command": { POST: "signature" },
  "/api/slack/interactive": { POST: "signature" },
  "/api/slack/events": { POST: "signature" },
  "/api/admin/[tenant]/find": { GET: member("workspace:read") },
  "/api/admin/[tenant]/models": {
    GET: member("chatbots:write"),
    PUT: member("workspace:write"),
    DELETE: member("workspace:write"),
  },
  "/api/admin/[tenant]/models/test": { POST: member("workspace:write") },
  "/api/admin/[tenant]/onboarding": { DELETE: member("chatbots:write") },
  "/api/admin/[tenant]/slack": { GET: member("workspace:write"), DELETE: member("workspace:write") },
  "/api/photo-analysis/upload": { POST: "chat" },
  "/api/photo-analysis/[id]": { GET: "conversation" },
  "/api/photo-analysis/[id]/image": { GET: "conversation" },
  "/api/chats/[code]/ticket": { POST: "everybody" },
  "/api/chats/[code]/participants": { GET: "everybody" },
  "/api/chats/[code]/participants/[participant]": { GET: "everybody", PATCH: "everybody" },
  "/api/chats/[code]/review": { GET: "everybody" },
  "/api/chats/[code]/reports": { POST: "everybody" },
  "/api/chats/[code]/reports/[report]": { PATCH: "everybody" },
  "/api/chats/[code]/held/[message]": { PATCH: "everybody" },
  "/api/chats/[code]/bans": { GET: "everybody" },
  "/api/chats/[code]/moderation": { GET: "everybody" },
  "/api/chats/[code]/moderation/[entry]/undo": { POST: "everybody" },
  "/api/v1/chatbots": { GET: key("knowledge:read") },
  "/api/v1/queue/probe": { POST: key("knowledge:write") },
  "/api/v1/usage": { GET: key("usage:read") },
  "/api/v1/knowledge/search": { POST: key("knowledge:read") },
  "/api/v1/knowledge/sources": { GET: key("knowledge:read"), PUT: key("knowledge:write") },
  "/api/v1/knowledge/ingestions/[id]": { GET: key("knowledge:read"), DELETE: key("knowledge:write") },
  "/api/v1/knowledge/ingestions/[id]/retry": { POST: key("knowledge:write") },
  "/api/v1/knowledge/sources/[id]": {
    GET: key("knowledge:read"),
    PATCH: key("knowledge:write"),
    DELETE: key("knowledge:write"),
  },
  "/api/v1/knowledge/sources/[id]/ingestions": { GET: key("knowledge:read") },
  "/api/v1/knowledge/sources/[id]/sync": { POST: key("knowledge:write"), DELETE: key("knowledge:write") },
  "/api/v1/knowledge/sources/[id]/documents": {
    GET: key("knowledge:read"),
    PUT: key("knowledge:write"),
    DELETE: key("knowledge:write"),
  },
  "/api/v1/knowledge/sources/[id]/pages": { POST: key("knowledge:write") },
  "/api/v1/knowledge/sources/[id]/pairs": {
    GET: key("knowledge:read"),
    PUT: key("knowledge:write"),
    DELETE: key("knowledge:write"),
  },
  "/api/v1/knowledge/sources/[id]/files": { PUT: key("knowledge:write") },
  "/chat-direct": { POST: { keyOrPerson: "chat" } },
  "/api/chat-direct": { POST: { keyOrPerson: "chat" } },
  "/api/teams": { GET: key("checkins:read") },
  "/api/teams/[id]": { GET: key("checkins:read") },
  "/api/updates": { GET: key("checkins:read") },
  "/commands/register-team": { POST: key("checkins:write") },
  "/commands/submit-update": { POST: key("checkins:write") },
  "/commands/update-team": { POST: key("checkins:write") },
  "/commands/archive-team": { POST: key("checkins:write") },
  "/api/unsubscribe": { GET: "everybody", POST: "everybody", DELETE: "everybody" },
  "/api/account": { PATCH: "person", DELETE: "person" },
  "/api/account/sign-up": { POST: "everybody" },
  "/api/account/forgot": { POST: "everybody" },
  "/api/account/reset": { POST: "everybody" },
  "/api/account/password": { POST: "person" },
  "/api/account/sessions": { GET: "person", DELETE: "person" },
  "/api/account/sessions/[id]": { DELETE: "person" },
  "/api/account/second-factor": { POST: "person", PUT: "person", DELETE: "person" },
  "/api/account/second-factor/recovery": { POST: "person" },
  "/api/account/workspaces": { GET: "person", POST: "person" },
  "/api/account/invitation": { POST: "person" },
  "/api/account/invitation/account": { POST: "everybody" },
  "/api/account/invitation/preview": { POST: "everybody" },
  "/api/admin/[tenant]": { GET: member("workspace:read"), PATCH: member("workspace:write") },
  "/api/admin/[tenant]/deletion": { POST: member("workspace:delete"), DELETE: member("workspace:delete") },
  "/api/admin/[tenant]/handover": {
    POST: member("workspace:delete"),
    PUT: member("workspace:read"),
    DELETE: member("workspace:read"),
  },
  "/api/admin/[tenant]/members": { GET: member("members:read") },
  "/api/admin/[tenant]/members/[id]": { PATCH: member("members:write"), DELETE: member("workspace:read") },
  "/api/admin/[tenant]/invitations": { GET: member("members:write"), POST: member("members:write") },
  "/api/admin/[tenant]/invitations/[id]": { DELETE: member("members:write") },
  "/api/admin/[tenant]/keys": { GET: member("keys:read"), POST: member("keys:write") },
  "/api/admin/[tenant]/keys/[id]": { PATCH: member("keys:write"), DELETE: member("keys:write") },
  "/api/admin/[tenant]/audit": { GET: member("audit:read") },
  "/api/me/export": { GET: "end user" },
  "/api/me/profile": { GET: "chat", PUT: "chat" },
  "/api/me/code": { POST: "chat" },
  "/api/me/join": { POST: "person" },
  "/api/admin/[tenant]/people": { GET: member("people:read") },
  "/api/admin/[tenant]/people/[id]": { PATCH: member("people:write") },
  "/api/admin/[tenant]/people/codes": { GET: member("people:write"), POST: member("people:write") },
  "/api/admin/[tenant]/people/codes/[id]": { DELETE: member("people:write") },
  "/api/admin/[tenant]/teams": { POST: member("checkins:write") },
  "/api/admin/[tenant]/teams/[id]": { PATCH: member("checkins:write"), DELETE: member("checkins:write") },
  "/api/admin/[tenant]/teams/[id]/people": { PATCH: member("checkins:write") },
  "/api/admin/[tenant]/team-preview": { POST: member("checkins:write") },
  "/api/admin/[tenant]/calendar-preview": { POST: member("checkins:write") },
  "/api/admin/[tenant]/slack/messages/[id]": { PATCH: member("workspace:write") },
  "/api/admin/[tenant]/gaps/[gap]": { PATCH: member("conversations:write") },
  "/api/admin/[tenant]/gaps/[gap]/answer": { POST: member("knowledge:write") },
  "/api/admin/[tenant]/analytics": { GET: member("conversations:read") },
  "/api/admin/[tenant]/golden": { GET: member("knowledge:read") },
  "/api/admin/[tenant]/inbox": { GET: member("conversations:read") },
  "/api/admin/[tenant]/inbox/[id]/events": { GET: member("conversations:read") },
  "/api/admin/[tenant]/inbox/[id]/release": { POST: member("conversations:write") },
  "/api/admin/[tenant]/inbox/[id]/reply": { POST: member("conversations:write") },
  "/api/admin/[tenant]/inbox/[id]/takeover": { POST: member("conversations:write") },
  "/api/admin/[tenant]/inbox/[id]/labels": { PUT: member("conversations:write") },
  "/api/admin/[tenant]/inbox/[id]/notes": { POST: member("conversations:write") },
  "/api/admin/[tenant]/inbox/[id]/notes/[note]": { DELETE: member("conversations:write") },
  "/api/admin/[tenant]/updates": { GET: member("checkins:read"), POST: member("checkins:write") },
  "/api/admin/[tenant]/updates/[id]": { PATCH: member("checkins:write"), DELETE: member("checkins:write") },
  "/api/admin/[tenant]/usage": { GET: member("usage:read") },
  "/api/admin/[tenant]/usage/budgets": { PUT: member("usage:write") },
  "/api/admin/[tenant]/usage/prices": { PUT: member("usage:write"), DELETE: member("usage:write") },
  "/api/admin/[tenant]/chatbots": { GET: member("chatbots:read"), POST: member("chatbots:write") },
  "/api/admin/[tenant]/chatbots/[id]": {
    GET: member("chatbots:read"),
    PATCH: member("chatbots:write"),
    DELETE: member("chatbots:write"),
  },
  "/api/admin/[tenant]/chatbots/[id]/link": { POST: member("chatbots:write") },
  "/api/admin/[tenant]/chatbots/[id]/starters": {
    GET: member("chatbots:write"),
    POST: member("chatbots:write"),
  },
  "/api/admin/[tenant]/knowledge/sources": {
    GET: member("knowledge:read"),
    POST: member("knowledge:write"),
  },
  "/api/admin/[tenant]/knowledge/sources/[id]": {
    GET: member("knowledge:read"),
    PATCH: member("knowledge:write"),
    DELETE: member("knowledge:write"),
  },
  "/api/admin/[tenant]/knowledge/sources/[id]/files": { PUT: member("knowledge:write") },
  "/api/admin/[tenant]/knowledge/sources/[id]/documents": {
    GET: member("knowledge:read"),
    PUT: member("knowledge:write"),
    DELETE: member("knowledge:write"),
  },
  "/api/admin/[tenant]/knowledge/sources/[id]/pairs": {
    GET: member("knowledge:read"),
    PUT: member("knowledge:write"),
    DELETE: member("knowledge:write"),
  },
  "/api/admin/[tenant]/knowledge/sources/[id]/sync": {
    POST: member("knowledge:write"),
    DELETE: member("knowledge:write"),
  },
  "/api/admin/[tenant]/knowledge/ingestions/[id]": { DELETE: member("knowledge:write") },
  "/api/admin/[tenant]/knowledge/ingestions/[id]/retry": { POST: member("knowledge:write") },
  "/api/admin/[tenant]/knowledge/search": { POST: member("knowledge:read") },
  "/api/admin/[tenant]/knowledge/events": { GET: member("knowledge:read") },
  // Last, because these end the end user's membership and the pending session.
  "/api/me": { GET: "chat", DELETE: "end user" },
  "/api/account/second-factor/pass": { POST: "half", DELETE: "half" },
};

type Credential = {
  name: string;
  headers: Record<string, string>;
  is:
    | { kind: "member"; role: Role }
    | { kind: "stranger"; isOperator?: true }
    | { kind: "key"; scopes: ApiScope[]; isForeign?: true }
    | { kind: "visitor" }
    /** The owner of the home workspace, with the password and without the second factor. */
    | { kind: "half" }
    | { kind: "nobody" };
};

type Verdict = "in" | "unauthorized" | "forbidden" | "hidden";

/** The answer that the table requires. */
function verdictOf(admits: Admits, { is }: Credential): Verdict {
  if (admits === "everybody" || admits === "signature") return "in";
  if (admits === "half") return is.kind === "half" ? "in" : "unauthorized";
  if (admits === "scheduler" || admits === "collector") return "unauthorized";
  if (admits === "chat" || admits === "conversation") {
    if (is.kind === "key") return is.scopes.includes("chat") ? "in" : "forbidden";
    return "in";
  }
  if (admits === "end user") {
    // A key of another workspace gets 404 for the chatbot.
    const isHeldBack = is.kind === "member" || (is.kind === "key" && !is.isForeign);
    return isHeldBack ? "forbidden" : "in";
  }
  const isSignedIn = is.kind === "member" || is.kind === "stranger";
  if (admits === "operator") {
    if (!isSignedIn) return "unauthorized";
    return is.kind === "stranger" && is.isOperator ? "in" : "hidden";
  }
  if (admits === "person") return isSignedIn ? "in" : "unauthorized";
  if ("keyOrPerson" in admits) {
    if (is.kind === "key") return is.scopes.includes(admits.keyOrPerson) ? "in" : "forbidden";
    return isSignedIn ? "in" : "unauthorized";
  }
  if ("key" in admits) {
    if (is.kind !== "key") return "unauthorized";
    return is.scopes.includes(admits.key) ? "in" : "forbidden";
  }
  if (!isSignedIn) return "unauthorized";
  if (is.kind === "stranger") return "hidden";
  return allows(is.role, admits.member) ? "in" : "forbidden";
}

type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

const routes = appRoutes().filter(({ kind }) => kind === "api");
/** next-auth needs Next's request store; the browser tests of sign-in cover its routes. */
const BY_NEXT = ["/api/auth/[...nextauth]"];

let home: TestTenant;
let away: TestTenant;
let slug = "";
let credentials: Credential[] = [];
/** Ids of the home workspace, by the name of the path parameter. */
let things: Record<string, string> = {};

const cookie = (token: string) => ({ cookie: `parley_session=${token}` });

beforeAll(async () => {
  [home, away] = [await makeTenant("Home"), await makeTenant("Away")];
  slug = (await getWorkspace(home.ctx)).slug;
  const people = Object.fromEntries(
    await Promise.all(roles.map(async (role) => [role, await makePerson(role)] as const)),
  ) as Record<Role, TestPerson>;
  const contexts = new Map<Role, Awaited<ReturnType<typeof joinWorkspaceAs>>>();
  for (const role of roles) contexts.set(role, await joinWorkspaceAs(home.ctx, people[role], role));
  const owner = contexts.get("owner");
  if (!owner) throw new Error("No owner.");
  const [other, left] = [await makePerson("Other"), await makePerson("Left")];
  await joinWorkspaceAs(away.ctx, other, "owner");
  await joinWorkspaceAs(home.ctx, left, "owner");
  await revokeAllSessions(sealOperator(), left.userId);
  const half = await makePerson("Half");
  await joinWorkspaceAs(home.ctx, half, "owner");
  await setOperator(sealOperator(), half.email, true);
  await enableSecondFactorFor(half);
  const operator = await makePerson("Operator");
  await setOperator(sealOperator(), operator.email, true);
  const keyFor = (tenant: TestTenant, scopes: ApiScope[]) =>
    createApiKey(tenant.ctx, { name: "Test", scopes });
  const bearer = async (tenant: TestTenant, scopes: ApiScope[]) => ({
    authorization: `Bearer ${await keyFor(tenant, scopes)}`,
  });
  const dead = await bearer(home, [...apiScopes]);
  await revokeApiKey(owner, (await listApiKeys(owner))[0]?.id ?? "");
  const endUser = await makePerson("Nova");
  const userIdHash = hashUserId(home.ctx.tenantId, endUser.userId);
  await joinWorkspace(home.ctx, { ...endUser, userIdHash }, null);
  await createAccessCode(owner, { days: null, uses: 1 });
  const visitor = await signVisitorToken(home.ctx.tenantId, newId("vis"));
  const [roomId, participantId] = [newId("rom"), newId("par")];
  const roomToken = await signRoomToken({ tenantId: home.ctx.tenantId, roomId, participantId });
  credentials = [
    { name: "nobody", headers: {}, is: { kind: "nobody" } },
    { name: "a forged session", headers: cookie("a.b.c.d.e"), is: { kind: "nobody" } },
    { name: "a session that ended", headers: cookie(left.token), is: { kind: "nobody" } },
    {
      name: "the skip-middleware header",
      headers: { "x-middleware-subrequest": "middleware" },
      is: { kind: "nobody" },
    },
    {
      name: "a visitor",
      headers: { cookie: `parley_visitor_${home.ctx.tenantId.slice(4)}=${visitor}` },
      is: { kind: "visitor" },
    },
    {
      name: "someone in a room",
      headers: { cookie: `parley_room_${roomId.slice(4)}=${roomToken}` },
      is: { kind: "nobody" },
    },
    ...roles.map(
      (role): Credential => ({
        name: role,
        headers: cookie(people[role].token),
        is: { kind: "member", role },
      }),
    ),
    {
      name: "the operator",
      headers: cookie(operator.token),
      is: { kind: "stranger", isOperator: true },
    },
    { name: "an end user", headers: cookie(endUser.token), is: { kind: "stranger" } },
    { name: "an owner without the second factor", headers: cookie(half.token), is: { kind: "half" } },
    { name: "another workspace's owner", headers: cookie(other.token), is: { kind: "stranger" } },
    ...(await Promise.all(
      apiScopes.map(
        async (scope): Promise<Credential> => ({
          name: `a key for ${scope}`,
          headers: await bearer(home, [scope]),
          is: { kind: "key", scopes: [scope] },
        }),
      ),
    )),
    {
      name: "another workspace's key",
      headers: await bearer(away, [...apiScopes]),
      is: { kind: "key", scopes: [...apiScopes], isForeign: true },
    },
  ];
  const invitation = await inviteMember(owner, sealOperator(), { email: null, role: "viewer" });
  things = {
    tenant: slug,
    source: home.sourceId,
    member: people.viewer.userId,
    key: (await listApiKeys(owner))[0]?.id ?? "",
    invitation: invitation.id,
    conversation: "none",
    person: endUser.userId,
    code: (await listAccessCodes(owner))[0]?.id ?? "",
    chatbot: home.chatbot.id,
    team: "home-team",
    update: "home-update",
  };
  await registerTeam(
    home.ctx,
    registerTeamInput.parse({ team_id: "home-team", name: "Home", slack_channel: "" }),
  );
  const update = { team_id: "home-team", content: "Whose?", author: "Owner", update_id: "home-update" };
  await submitUpdate(home.ctx, { ...update, personId: people.owner.userId });
  expect(dead).toBeDefined();
});

/** What `[id]` names, by the folder before it. */
const thingOf: Record<string, string> = {
  members: "member",
  invitations: "invitation",
  keys: "key",
  sources: "source",
  conversations: "conversation",
  chatbots: "chatbot",
  people: "person",
  codes: "code",
  teams: "team",
  updates: "update",
};

function address(
  pattern: string,
  isReal: boolean,
  workspace = things.tenant ?? "",
): { url: string; params: Record<string, string> } {
  const params: Record<string, string> = {};
  const parts = pattern.split("/").map((part, index, all) => {
    const name = /^\[(?:\.\.\.)?(\w+)\]$/.exec(part)?.[1];
    if (!name) return part;
    const thing = name === "id" ? thingOf[all[index - 1] ?? ""] : name;
    const known = things[thing ?? ""] ?? "none";
    const value = name === "tenant" ? workspace : isReal ? known : strange(known);
    params[name] = value;
    return value;
  });
  const query = `chatbot=${home.chatbot.handle}&path=x.md&key=k`;
  return { url: `http://localhost${parts.join("/")}?${query}`, params };
}

/** An id of the same kind that names nothing. */
function strange(id: string): string {
  return /^[a-z]{3}_/.test(id) ? newId(id.slice(0, 3) as "src") : "none";
}

const pair = { key: "k", question: "Whose?", answer: "Mine." };
/** A valid body for every route that has an id in its path and takes a body, but one. */
const anyBody = JSON.stringify({
  ...pair,
  role: "viewer",
  state: "trial",
  version: new Date(0).toISOString(),
  name: "Taken over",
  path: "x.md",
  mediaType: "text/markdown",
  text: "# Taken over",
  url: "https://example.com/",
  pairs: [pair],
  starters: ["Taken over?"],
  takeOver: true,
  content: "Taken over",
  slack_channel: "",
  poll_schedule: null,
  time_zone: "UTC",
  clock: "team",
  closes_at: "17:00",
  questions: ["Whose?"],
  free_days: [],
  members: [],
  do: "back",
  action: "seen",
  decision: "resolved",
  labels: ["taken over"],
  id: "taken-over",
});
const bodyFor = (pattern: string) =>
  pattern.endsWith("/rooms/[id]") ? JSON.stringify({ state: "archived" }) : anyBody;

async function ask(
  pattern: string,
  method: string,
  credential: Credential,
  isReal: boolean,
  foreign?: { workspace: string },
): Promise<Response> {
  const file = pattern === "/" ? "route.ts" : `${pattern.slice(1)}/route.ts`;
  const module = (await import(/* @vite-ignore */ join(resolve("app"), file))) as Record<string, Handler>;
  const { url, params } = address(pattern, isReal, foreign?.workspace);
  const headers = {
    ...credential.headers,
    ...(method === "GET" ? {} : { "content-type": "application/json" }),
  };
  const body = method === "GET" || method === "DELETE" ? null : foreign ? bodyFor(pattern) : "{}";
  const request = new Request(url, { method, headers, body });
  return (module[method] as Handler)(request, { params: Promise.resolve(params) });
}

async function verdictAnswered(response: Response): Promise<Verdict> {
  const { status } = response;
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status !== 404) return "in";
  const { error } = (await response.json()) as { error: { message: string } };
  return ["Workspace not found.", "Instance not found."].includes(error.message) ? "hidden" : "in";
}

describe("admission of every credential by every route and method (TEN-01, TEN-02, AUT-15)", () => {
  it("has exactly one row for every route and method", () => {
    const offered = Object.fromEntries(routes.map(({ pattern, methods }) => [pattern, [...methods].sort()]));
    const listed = Object.fromEntries(
      Object.entries(rows).map(([pattern, methods]) => [pattern, Object.keys(methods).sort()]),
    );
    expect(listed).toEqual(offered);
  });

  it("answers as the table requires", async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const [pattern, methods] of Object.entries(rows)) {
      if (BY_NEXT.includes(pattern)) continue;
      for (const [method, admits] of Object.entries(methods)) {
        for (const credential of credentials) {
          const expected = verdictOf(admits, credential);
          // Admitted requests name things that do not exist, so that nothing changes.
          const response = await ask(pattern, method, credential, expected !== "in");
          const answered = await verdictAnswered(response);
          asked += 1;
          if (answered !== expected || response.status >= 500)
            wrong.push(
              `${method} ${pattern} as ${credential.name}: ${answered} ${response.status}, not ${expected}`,
            );
        }
      }
    }
    process.stdout.write(`${asked} rows of the matrix asked\n`);
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(500);
  });

  it("answers for another workspace's things exactly as for things that do not exist", async () => {
    const foreign = { workspace: (await getWorkspace(away.ctx)).slug };
    const keys = credentials.filter(({ is }) => is.kind === "key" && is.isForeign);
    const owners = credentials.filter(({ is }) => is.kind === "stranger");
    const wrong: string[] = [];
    let asked = 0;
    for (const [pattern, methods] of Object.entries(rows)) {
      if (!pattern.includes("[id]") || !/^\/api\/(v1|admin)\//.test(pattern)) continue;
      for (const method of Object.keys(methods)) {
        // They may do anything in their own workspace, but the id belongs to another.
        for (const credential of pattern.startsWith("/api/v1/") ? keys : owners) {
          const [real, none] = [
            await ask(pattern, method, credential, true, foreign),
            await ask(pattern, method, credential, false, foreign),
          ];
          const text = async (response: Response) =>
            (await response.text()).replace(/"requestId":"[^"]*"/, "");
          asked += 1;
          if (real.status !== 404 || none.status !== 404 || (await text(real)) !== (await text(none)))
            wrong.push(`${method} ${pattern} as ${credential.name}: ${real.status} and ${none.status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(25);
  });

  it("rejects requests that another site sends with the cookies attached (AUT-11)", async () => {
    const owner = credentials.find(({ name }) => name === "owner");
    const wrong: string[] = [];
    let asked = 0;
    for (const [pattern, methods] of Object.entries(rows)) {
      if (BY_NEXT.includes(pattern) || pattern === "/api/[...path]") continue;
      for (const [method, admits] of Object.entries(methods)) {
        // A key is not an ambient credential, and key routes ignore cookies.
        const takesCookies = admits !== "signature" && (typeof admits === "string" || !("key" in admits));
        if (method === "GET" || !takesCookies) continue;
        for (const origin of ["https://evil.example", "null", "http://localhost.evil.example"]) {
          const headers = { ...owner?.headers, origin, "x-forwarded-host": "localhost.evil.example" };
          const from: Credential = { name: origin, headers, is: { kind: "member", role: "owner" } };
          const { status } = await ask(pattern, method, from, false);
          asked += 1;
          if (status !== 403) wrong.push(`${method} ${pattern} from ${origin}: ${status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(80);
  });
});
