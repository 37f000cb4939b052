import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { QUEUE_SCHEMA } from "#db/queue-schema.ts";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { changeRound } from "./commands/change-round.ts";
import { changeTeam } from "./commands/change-team.ts";
import { changeUpdate } from "./commands/change-update.ts";
import { registerTeam } from "./commands/register-team.ts";
import { submitUpdate } from "./commands/submit-update.ts";
import { archiveTeam, updateTeam } from "./commands/update-team.ts";
import { forgetInCheckIns } from "./forget-in-check-ins.ts";
import { project } from "./projection/project.ts";
import { rebuildProjections } from "./projection/rebuild-projections.ts";
import { verifyProjections } from "./projection/verify-projections.ts";
import { waitForPosition } from "./projection/wait-for-position.ts";
import { appendEvents, readAfter } from "./queries/events.ts";
import { listProjected } from "./queries/instance.ts";
import { findNewestRounds, findTeam, findTeams, findUpdates } from "./queries/reads.ts";
import { keepRounds } from "./rounds/keep-rounds.ts";
import { registerTeamInput } from "./schema.ts";

const team = (input: object = {}) =>
  registerTeamInput.parse({ team_id: "platform", name: "Platform", slack_channel: "#platform", ...input });
const update = (content: string, more: object = {}) => ({
  team_id: "platform",
  content,
  author: "Ann",
  ...more,
});
const contents = async (ctx: Context) => {
  await project(ctx);
  return (await findUpdates(ctx, { limit: 100 })).map(({ content }) => content);
};
const conflict = { code: "conflict" };
const same = async (ctx: Context) => {
  const { hash, differences, changedEvents } = await verifyProjections(ctx);
  expect({ differences, changedEvents }).toEqual({ differences: [], changedEvents: [] });
  expect(hash.projected).toBe(hash.folded);
  return hash.projected;
};

describe("the store", () => {
  it("keeps what happened, in versions and positions without gaps", async () => {
    const { ctx } = await makeTenant();
    expect(await registerTeam(ctx, team())).toMatchObject({ version: 1, position: 1 });
    expect(await updateTeam(ctx, { team_id: "platform", name: "Core" })).toMatchObject({
      version: 2,
      position: 2,
    });
    expect(await submitUpdate(ctx, update("Fixed the build"))).toMatchObject({ version: 1, position: 3 });
    const events = await readAfter(ctx, 0, 10);
    expect(events.map(({ stream, type, version, position }) => [stream, type, version, position])).toEqual([
      ["team/platform", "team.registered", 1, 1],
      ["team/platform", "team.changed", 2, 2],
      [events[2]?.stream, "update.submitted", 1, 3],
    ]);
    const [row] = await asOwner<{ hash: string; own: string }>(
      "select data_hash as hash, encode(sha256(convert_to(data::text, 'UTF8')), 'hex') as own from events.events where tenant_id = $1 limit 1",
      [idToUuid(ctx.tenantId)],
    );
    expect(row?.hash).toBe(row?.own);
  });

  it("denies the app's role to insert, change and delete events (8)", async () => {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team());
    for (const statement of [
      sql`update events.events set data = '{}'`,
      sql`delete from events.events`,
      sql`truncate events.events`,
      sql`insert into events.heads (tenant_id, position) values (platform.current_tenant(), 9)`,
      sql`insert into events.events (tenant_id, id, type, aggregate_id, version, data, timestamp, position, data_hash)
        values (platform.current_tenant(), 'x', 'team.archived', 'team/x', 1, '{}', now(), 9, '')`,
      sql`update events.heads set position = 0`,
      sql`delete from events.keys`,
    ])
      await expect(ctx.db.execute(statement)).rejects.toThrow(
        expect.objectContaining({ cause: expect.objectContaining({ code: "42501" }) }),
      );
    expect(await readAfter(ctx, 0, 10)).toHaveLength(1);
  });

  it("appends nothing of a batch with one wrong expectation, and nothing for another tenant", async () => {
    const [{ ctx }, other] = [await makeTenant(), await makeTenant()];
    await registerTeam(ctx, team());
    const event = {
      id: newId("evt"),
      type: "team.archived",
      stream: "team/platform",
      data: {},
      metadata: {},
    };
    const outcome = await appendEvents(ctx, {
      events: [{ ...event, timestamp: new Date().toISOString() }],
      expected: [
        { stream: "team/platform", version: 1 },
        { stream: "team/none", version: 3 },
      ],
      key: null,
      requestHash: null,
    });
    expect(outcome).toMatchObject([{ outcome: "conflict", eventId: "team/none", version: 0 }]);
    expect(await readAfter(ctx, 0, 10)).toHaveLength(1);
    expect(await readAfter(other.ctx, 0, 10)).toEqual([]);
    await expect(submitUpdate(other.ctx, update("x"))).rejects.toMatchObject({ code: "not_found" });
  });

  it("answers a repeated key or update id with the first answer, and refuses another request (10)", async () => {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team());
    const key = (request: unknown) => ({ key: "k1", request });
    const first = await submitUpdate(ctx, update("One"), key("a"));
    expect(await submitUpdate(ctx, update("One"), key("a"))).toEqual(first);
    await expect(submitUpdate(ctx, update("Two"), key("b"))).rejects.toMatchObject(conflict);
    const named = await submitUpdate(ctx, update("Three", { update_id: "u-3" }));
    expect(await submitUpdate(ctx, update("Three", { update_id: "u-3" }))).toEqual(named);
    await changeUpdate(ctx, "u-3", { type: "edit", content: "Three!" }, null);
    expect(await submitUpdate(ctx, update("Three", { update_id: "u-3" }))).toEqual(named);
    await expect(submitUpdate(ctx, update("Four", { update_id: "u-3" }))).rejects.toMatchObject(conflict);
    expect(await contents(ctx)).toEqual(["Three!", "One"]);
    const registered = await registerTeam(ctx, team({ team_id: "b" }), { key: "t", request: 1 });
    expect(await registerTeam(ctx, team({ team_id: "b" }), { key: "t", request: 1 })).toEqual(registered);
    await expect(registerTeam(ctx, team({ team_id: "b" }))).rejects.toMatchObject(conflict);
  });

  it("names a team by its name where no id is given", async () => {
    const { ctx } = await makeTenant();
    for (const name of ["Über Design!", "Über Design", "???"])
      await registerTeam(ctx, team({ team_id: undefined, name }));
    await project(ctx);
    expect((await findTeams(ctx)).map(({ teamId }) => teamId)).toEqual([
      "uber-design",
      "uber-design-2",
      "team",
    ]);
  });

  it("refuses a change that is based on another version, and any change after archiving", async () => {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team());
    await updateTeam(ctx, { team_id: "platform", version: 1, name: "Two" });
    await expect(updateTeam(ctx, { team_id: "platform", version: 1, name: "Three" })).rejects.toMatchObject(
      conflict,
    );
    const archived = await archiveTeam(ctx, { team_id: "platform" });
    expect(await archiveTeam(ctx, { team_id: "platform" })).toEqual(archived);
    await expect(submitUpdate(ctx, update("x"))).rejects.toMatchObject(conflict);
    await expect(updateTeam(ctx, { team_id: "none", name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("projections", () => {
  it("are the fold of all events, live and after a rebuild", async () => {
    const { ctx } = await makeTenant();
    const members = [
      { name: "Ann", personId: "usr_ann" },
      { name: "Ben", slackUser: "U1" },
      { name: "Cleo" },
    ];
    await registerTeam(ctx, team({ members }));
    const round = { teamId: "platform", date: "2026-11-30" };
    const people = ["usr_ann", "slack:U1"].map((personId) => ({
      personId,
      name: personId,
      state: "waiting" as const,
      updateId: null,
    }));
    await changeRound(ctx, round, { type: "open", ...round, closesAt: "2099-11-30T16:00:00.000Z", people });
    await project(ctx);
    await changeRound(ctx, round, { type: "ask", personId: "usr_ann", by: "web" });
    await submitUpdate(ctx, update("Mine", { personId: "usr_ann", update_id: "u-1" }));
    await submitUpdate(ctx, update("From Slack", { author: "Ben", slack_user: "U1" }));
    await submitUpdate(ctx, update("Gone", { update_id: "u-2" }));
    await changeUpdate(ctx, "u-2", { type: "remove" }, null);
    await changeTeam(ctx, "platform", {
      type: "set-away",
      personId: "name:Cleo",
      away: { from: "2026-12-01", until: null },
    });
    expect(await contents(ctx)).toEqual(["From Slack", "Mine"]);
    expect((await findNewestRounds(ctx, ["platform"])).get("platform")).toMatchObject({
      people: [
        { personId: "usr_ann", state: "answered", updateId: "u-1" },
        { personId: "slack:U1", state: "answered" },
      ],
    });
    const before = await same(ctx);
    expect(await rebuildProjections(ctx)).toBe(10);
    expect(await same(ctx)).toBe(before);
    const generations = await asOwner("select generation from projections.checkpoints where tenant_id = $1", [
      idToUuid(ctx.tenantId),
    ]);
    expect(generations).toEqual([{ generation: 2 }]);
  });

  it("go on from the rows that earlier events made", async () => {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team({ members: [{ name: "Ann", personId: "usr_ann" }] }));
    const round = { teamId: "platform", date: "2026-11-30" };
    const waiting = { personId: "usr_ann", name: "Ann", state: "waiting" as const, updateId: null };
    const people = [waiting];
    await changeRound(ctx, round, { type: "open", ...round, closesAt: "2099-11-30T16:00:00.000Z", people });
    await submitUpdate(ctx, update("Kept", { update_id: "u-1" }));
    await submitUpdate(ctx, update("Removed", { update_id: "u-2" }));
    await project(ctx);
    await changeUpdate(ctx, "u-1", { type: "edit", content: "Edited" }, null);
    await project(ctx);
    await changeUpdate(ctx, "u-2", { type: "remove" }, null);
    await changeRound(ctx, round, { type: "skip", personId: "usr_ann", reason: "today" });
    await project(ctx);
    await updateTeam(ctx, { team_id: "platform", name: "Core" });
    expect(await contents(ctx)).toEqual(["Edited"]);
    expect((await findTeam(ctx, "platform"))?.name).toBe("Core");
    expect((await findNewestRounds(ctx, ["platform"])).get("platform")?.people).toMatchObject([
      { state: "skipped" },
    ]);
    await same(ctx);
  });

  it("are seen to differ when a row changes, and an event is seen to have been changed", async () => {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team());
    await submitUpdate(ctx, update("True", { update_id: "u-1" }));
    await same(ctx);
    const tenant = [idToUuid(ctx.tenantId)];
    await asOwner("update projections.status_updates set content = 'False' where tenant_id = $1", tenant);
    expect((await verifyProjections(ctx)).differences).toEqual(["update/u-1"]);
    await rebuildProjections(ctx);
    await same(ctx);
    await asOwner(
      `update events.events set data = data || '{"content": "False"}' where tenant_id = $1 and position = 2`,
      tenant,
    );
    await rebuildProjections(ctx);
    expect((await verifyProjections(ctx)).changedEvents).toHaveLength(1);
  });

  it("park a stream with an unknown type or bad data, and go on with the others (7)", async () => {
    const { ctx } = await makeTenant();
    await registerTeam(ctx, team());
    await registerTeam(ctx, team({ team_id: "second" }));
    const plant = (type: string, stream: string, data: object) =>
      appendEvents(ctx, {
        events: [{ id: newId("evt"), type, stream, data, metadata: {}, timestamp: new Date().toISOString() }],
        expected: [],
        key: null,
        requestHash: null,
      });
    await plant("team.exploded", "team/second", {});
    await plant("update.submitted", "update/broken", { updateId: "broken" });
    await submitUpdate(ctx, update("Still here"));
    await expect(submitUpdate(ctx, update("No", { team_id: "second" }))).rejects.toMatchObject(conflict);
    expect(await contents(ctx)).toEqual(["Still here"]);
    expect((await findTeam(ctx, "second"))?.name).toBe("Platform");
    const parked = await asOwner<{ name: string }>(
      "select aggregate_id as name from projections.parked_streams where tenant_id = $1 order by 1",
      [idToUuid(ctx.tenantId)],
    );
    expect(parked.map(({ name }) => name)).toEqual(["team/second", "update/broken"]);
    await same(ctx);
    await rebuildProjections(ctx);
    await same(ctx);
    // Other suites share the database, and its health would be degraded for them.
    await asOwner("delete from projections.parked_streams where tenant_id = $1", [idToUuid(ctx.tenantId)]);
  });

  it("say honestly that a position is not there yet (11)", async () => {
    const { ctx } = await makeTenant();
    const { position } = await registerTeam(ctx, team());
    await waitForPosition(ctx, position);
    expect(await findTeams(ctx)).toHaveLength(1);
    await expect(waitForPosition(ctx, position + 1, 60)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("the scheduler", () => {
  it("visits the workspaces with check-ins, at the operator's time", async () => {
    const [{ ctx }, without] = [await makeTenant(), await makeTenant()];
    const members = [{ name: "Ann", personId: "usr_ann" }];
    await registerTeam(ctx, team({ poll_schedule: "daily 09:30", time_zone: "UTC", members }));
    await project(ctx);
    const operator = sealOperator(() => new Date("2031-03-03T09:30:00Z"));
    const visited = await listProjected(operator);
    expect(visited).toContain(ctx.tenantId);
    expect(visited).not.toContain(without.ctx.tenantId);
    await keepRounds(operator);
    await project(ctx);
    expect((await findNewestRounds(ctx, ["platform"])).get("platform")).toMatchObject({
      date: "2031-03-03",
      people: [{ personId: "usr_ann", state: "asked" }],
    });
  });
});

describe("a person who is erased", () => {
  it("is gone from events, projections and a rebuild, while others stay", async () => {
    const { ctx } = await makeTenant();
    const canary = "zaunkönig-0815";
    await registerTeam(
      ctx,
      team({
        members: [
          { name: canary, personId: "usr_eve", slackUser: "U9" },
          { name: "Ben", personId: "usr_ben" },
        ],
      }),
    );
    await changeTeam(ctx, "platform", {
      type: "set-away",
      personId: "usr_eve",
      away: { from: "2026-12-01", until: null },
    });
    const round = { teamId: "platform", date: "2026-11-30" };
    const people = ["usr_eve", "usr_ben"].map((personId) => ({
      personId,
      name: personId === "usr_eve" ? canary : "Ben",
      state: "waiting" as const,
      updateId: null,
    }));
    await changeRound(ctx, round, { type: "open", ...round, closesAt: "2099-11-30T16:00:00.000Z", people });
    await project(ctx);
    await submitUpdate(
      ctx,
      update(`${canary} one`, { author: canary, personId: "usr_eve", update_id: "u-1" }),
    );
    await submitUpdate(ctx, update(`${canary} two`, { author: canary, slack_user: "U9", update_id: "u-2" }));
    await submitUpdate(ctx, update("Ben's", { author: "Ben", personId: "usr_ben" }));
    await changeUpdate(ctx, "u-1", { type: "edit", content: `${canary} edited` }, "usr_eve");
    expect(await contents(ctx)).toHaveLength(3);
    const [before] = await asOwner<{ hashes: string }>(
      "select string_agg(data_hash, ' ' order by position) as hashes from events.events where tenant_id = $1",
      [idToUuid(ctx.tenantId)],
    );
    expect(await forgetInCheckIns(ctx, "usr_eve")).toBeGreaterThan(4);
    expect(await forgetInCheckIns(ctx, "usr_eve")).toBe(0);
    // Committed with the erasure: one finishes what was interrupted, one what was being written meanwhile.
    const jobs = await asOwner<{ written: number }>(
      `select jsonb_array_length(data -> 'written') as written from ${QUEUE_SCHEMA}.job
       where name = 'status.forget-quotes' and data ->> 'tenantId' = $1`,
      [ctx.tenantId],
    );
    expect(jobs.map(({ written }) => written)).toEqual([2, 2]);
    const whole = await asOwner<{ text: string; hashes: string }>(
      `select string_agg(data::text, ' ') as text, string_agg(data_hash, ' ' order by position) filter (where type <> 'person.forgotten') as hashes
       from events.events where tenant_id = $1`,
      [idToUuid(ctx.tenantId)],
    );
    for (const word of [canary, "usr_eve", "U9"]) expect(whole[0]?.text).not.toContain(word);
    expect(whole[0]?.hashes).toBe(before?.hashes);
    expect(await contents(ctx)).toEqual(["Ben's"]);
    expect((await findTeam(ctx, "platform"))?.members.map(({ personId }) => personId)).toEqual(["usr_ben"]);
    const hash = await same(ctx);
    await rebuildProjections(ctx);
    expect(await same(ctx)).toBe(hash);
    for (const table of ["teams", "status_updates", "rounds", "people"]) {
      const left = await asOwner(
        `select 1 from projections.${table} t where tenant_id = $1 and (strpos(t::text, $2) > 0 or strpos(t::text, 'usr_eve') > 0)`,
        [idToUuid(ctx.tenantId), canary],
      );
      expect(left, table).toEqual([]);
    }
  });
});
