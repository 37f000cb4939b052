import { randomBytes } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { GET as getTeam } from "#app/api/teams/[id]/route.ts";
import { GET as getTeams } from "#app/api/teams/route.ts";
import { GET as getUpdates } from "#app/api/updates/route.ts";
import { POST as archive } from "#app/commands/archive-team/route.ts";
import { GET as getCommand, POST as register } from "#app/commands/register-team/route.ts";
import { POST as submit } from "#app/commands/submit-update/route.ts";
import { POST as change } from "#app/commands/update-team/route.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { listApiKeys } from "#lib/auth/api-key/list-api-keys.ts";
import { revokeApiKey } from "#lib/auth/api-key/revoke-api-key.ts";
import { findFirstWorkspace } from "#lib/auth/queries/api-keys.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { env } from "#lib/core/env.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import type { RouteHandler } from "./route-handler.ts";

let home: TestTenant;
let away: TestTenant;
let key = "";
let foreignKey = "";

beforeAll(async () => {
  [home, away] = [await makeTenant("Home"), await makeTenant("Away")];
  const scopes = ["checkins:read", "checkins:write"] as const;
  key = await createApiKey(home.ctx, { name: "Check-ins", scopes: [...scopes] });
  foreignKey = await createApiKey(away.ctx, { name: "Check-ins", scopes: [...scopes] });
});

type Sent = { as?: string; headers?: Record<string, string>; id?: string };

/** Sends a body as curl's -d does: without a content type of JSON. */
async function post(route: RouteHandler, body: object | string, { as = key, headers = {} }: Sent = {}) {
  const request = new Request("http://localhost/commands/x", {
    method: "POST",
    headers: {
      authorization: `Bearer ${as}`,
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return read(await route(request, { params: Promise.resolve({}) }));
}

async function get(route: RouteHandler, query = "", { as = key, id }: Sent = {}) {
  const request = new Request(`http://localhost/x?${query}`, { headers: { authorization: `Bearer ${as}` } });
  return read(await route(request, { params: Promise.resolve(id === undefined ? {} : { id }) } as never));
}

async function read(response: Response) {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
}

const accepted = { eventId: expect.stringMatching(/^evt_/), version: 1, position: expect.any(Number) };

describe("the API of check-ins", () => {
  it("registers a team, takes updates, and reads both back", async () => {
    const team = { team_id: "test", name: "Test", slack_channel: "#test", poll_schedule: "30 9 * * 1-5" };
    const registered = await post(register, team);
    expect([registered.status, registered.body]).toEqual([201, accepted]);
    const first = await post(submit, '{"team_id":"test","content":"test","author":"test"}');
    expect([first.status, first.body]).toEqual([201, accepted]);
    const second = await post(submit, {
      team_id: "test",
      content: "From Slack",
      author: "Ben",
      slack_user: "U1",
      update_id: "u-2",
    });
    const wire = { ...team, created_at: expect.any(String), updated_at: expect.any(String) };
    const teams = await get(getTeams, `after=${second.body.position}`);
    expect(teams.body).toEqual({ teams: [wire] });
    const updates = [
      { update_id: "u-2", team_id: "test", content: "From Slack", author: "Ben", slack_user: "U1" },
      { update_id: expect.any(String), team_id: "test", content: "test", author: "test", slack_user: "" },
    ].map((update) => ({ ...update, created_at: expect.any(String) }));
    const listed = await get(getUpdates, "team_id=test&before=&after=&limit=");
    expect(listed.body).toEqual({ updates, position: second.body.position });
    expect((await get(getTeam, "", { id: "test" })).body).toEqual({ ...wire, updates });
    expect((await get(getUpdates, "team_id=none")).body.updates).toEqual([]);
    const page = await get(getUpdates, "limit=1");
    expect(page.body.updates).toEqual(updates.slice(0, 1));
    const next = await get(getUpdates, `before=${page.body.updates[0].update_id}`);
    expect(next.body.updates).toEqual(updates.slice(1));
    const older = await get(
      getUpdates,
      `before=${encodeURIComponent(updates[1] ? "2000-01-01T00:00:00Z" : "")}`,
    );
    expect(older.body.updates).toEqual([]);
  });

  it("refuses what is unknown, taken, stale, misshapen or too large, and loses nothing", async () => {
    await post(register, { team_id: "full", name: "Full", slack_channel: "" });
    const status = async (asked: ReturnType<typeof post>) => (await asked).status;
    const update = { team_id: "full", content: "x", author: "Ann" };
    expect(await status(post(submit, { ...update, team_id: "none" }))).toBe(404);
    expect(await status(post(register, { team_id: "full", name: "Full", slack_channel: "" }))).toBe(409);
    expect(await status(post(change, { team_id: "full", name: "New", version: 7 }))).toBe(409);
    expect(await status(post(change, { team_id: "none", name: "New" }))).toBe(404);
    for (const body of [
      {},
      [],
      "not json",
      "",
      { ...update, content: "" },
      { ...update, content: "   " },
      { ...update, content: "y".repeat(10_001) },
      { ...update, content: "zero \u0000 byte" },
      { ...update, author: "" },
      { ...update, update_id: "../x" },
    ])
      expect(await status(post(submit, body)), JSON.stringify(body).slice(0, 60)).toBe(400);
    for (const bad of [{ team_id: "a/b" }, { poll_schedule: "sometimes" }, { time_zone: "Mars/Base" }])
      expect(await status(post(register, { name: "X", slack_channel: "", ...bad }))).toBe(400);
    expect(await status(post(submit, { ...update, content: "z".repeat(300_000) }))).toBe(413);
    expect(await status(post(submit, { ...update, content: "y".repeat(10_000) }))).toBe(201);
    expect(await status(get(getUpdates, "limit=0"))).toBe(400);
    expect(await status(get(getUpdates, "before=yesterday"))).toBe(400);
    expect(await status(get(getUpdates, "after=-1"))).toBe(400);
    expect(await status(get(getTeam, "", { id: "none" }))).toBe(404);
    const wrong = await read(
      await getCommand(new Request("http://localhost/commands/register-team"), {
        params: Promise.resolve({}),
      }),
    );
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("answers a repeated key with the first answer, and another request under it with 409", async () => {
    await post(register, { team_id: "twice", name: "Twice", slack_channel: "" });
    const headers = { "idempotency-key": "once" };
    const update = { team_id: "twice", content: "Once", author: "Ann" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(submit, update, { headers })));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
    expect(new Set(answers.map(({ body }) => body.eventId)).size).toBe(1);
    expect((await post(submit, { ...update, content: "Other" }, { headers })).status).toBe(409);
    expect((await post(submit, update, { headers: { "idempotency-key": "k".repeat(201) } })).status).toBe(
      400,
    );
    expect((await get(getUpdates, "team_id=twice")).body.updates).toHaveLength(1);
  });

  it("says that a position is not there yet instead of showing what is stale (11)", async () => {
    const { position } = (await get(getUpdates)).body;
    const late = await get(getUpdates, `after=${position + 1_000}`);
    expect([late.status, late.headers.get("retry-after")]).toEqual([503, "1"]);
  });

  it("changes and archives a team, which then takes no updates and is no longer listed", async () => {
    await post(register, { team_id: "old", name: "Old", slack_channel: "", poll_schedule: "daily 09:00" });
    const changed = await post(change, { team_id: "old", name: "Older", poll_schedule: null, version: 1 });
    expect(changed.body).toMatchObject({ version: 2 });
    expect((await get(getTeam, `after=${changed.body.position}`, { id: "old" })).body).toMatchObject({
      name: "Older",
      poll_schedule: null,
    });
    const archived = await post(archive, { team_id: "old" });
    expect((await post(archive, { team_id: "old" })).body).toEqual(archived.body);
    expect((await post(submit, { team_id: "old", content: "x", author: "Ann" })).status).toBe(409);
    const { teams } = (await get(getTeams, `after=${archived.body.position}`)).body;
    expect(teams.map((team: { team_id: string }) => team.team_id)).not.toContain("old");
  });

  it("shows another workspace nothing, and lets it use the same ids (17)", async () => {
    await post(register, { team_id: "mine", name: "Mine", slack_channel: "#secret" });
    const as = foreignKey;
    expect((await get(getTeams, "", { as })).body).toEqual({ teams: [] });
    expect((await get(getTeam, "", { as, id: "mine" })).status).toBe(404);
    expect((await post(submit, { team_id: "mine", content: "x", author: "Eve" }, { as })).status).toBe(404);
    const own = await post(register, { team_id: "mine", name: "Theirs", slack_channel: "" }, { as });
    expect(own.body).toMatchObject({ version: 1, position: 1 });
    expect((await get(getTeam, "", { id: "mine" })).body.name).toBe("Mine");
  });

  it("asks for a key with the scope", async () => {
    const reader = await createApiKey(home.ctx, { name: "Reader", scopes: ["checkins:read"] });
    const team = { team_id: "no", name: "No", slack_channel: "" };
    expect((await post(register, team, { as: reader })).status).toBe(403);
    expect((await get(getTeams, "", { as: reader })).status).toBe(200);
    const chat = await createApiKey(home.ctx, { name: "Chat", scopes: ["chat"] });
    expect((await get(getTeams, "", { as: chat })).status).toBe(403);
    for (const as of ["", "test", "pk_none"]) {
      expect((await post(register, team, { as })).status, as).toBe(401);
      expect((await get(getTeams, "", { as })).status, as).toBe(401);
    }
  });
});

describe("API_SECRET", () => {
  const variables = env() as { API_SECRET?: string };
  afterEach(() => {
    delete variables.API_SECRET;
  });

  it("is a key of the first workspace, replaced with the secret, until someone revokes it", async () => {
    const first = await findFirstWorkspace(sealOperator());
    const ctx = sealContext({ tenantId: first ?? home.ctx.tenantId, actor: { kind: "public" } });
    const keys = async () => (await listApiKeys(ctx)).filter(({ name }) => name === "API_SECRET");
    const [secret, next] = [`s-${randomBytes(6).toString("hex")}`, `n-${randomBytes(6).toString("hex")}`];
    expect((await get(getTeams, "", { as: secret })).status).toBe(401);
    variables.API_SECRET = secret;
    const statuses = await Promise.all(Array.from({ length: 5 }, () => get(getTeams, "", { as: secret })));
    expect(statuses.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(await keys()).toMatchObject([{ scopes: ["checkins:read", "checkins:write"], maker: null }]);
    const team = { team_id: secret, name: "By secret", slack_channel: "" };
    expect((await post(register, team, { as: secret })).status).toBe(201);
    expect((await get(getTeam, "", { id: secret })).status).toBe(
      ctx.tenantId === home.ctx.tenantId ? 200 : 404,
    );
    variables.API_SECRET = next;
    expect((await get(getTeams, "", { as: next })).status).toBe(200);
    expect(await keys()).toHaveLength(1);
    expect((await get(getTeams, "", { as: secret })).status).toBe(401);
    await revokeApiKey(ctx, (await keys())[0]?.id ?? "");
    expect((await get(getTeams, "", { as: next })).status).toBe(401);
    expect(await keys()).toEqual([]);
  });
});
