import { describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { changeRound } from "../commands/change-round.ts";
import { registerTeam } from "../commands/register-team.ts";
import { archiveTeam, updateTeam } from "../commands/update-team.ts";
import { forgetInCheckIns } from "../forget-in-check-ins.ts";
import { project } from "../projection/project.ts";
import type { Mood } from "../schema.ts";
import { answerView } from "../slack/messages.ts";
import { submitInStudio } from "../studio/submit-in-studio.ts";
import { findMood } from "./find-mood.ts";
import { rateMood } from "./rate-mood.ts";

const PEOPLE = ["usr_1", "usr_2", "usr_3", "usr_4", "usr_5", "usr_6"];
const round = { teamId: "calm", date: "2026-03-02" };

/** A team that asks for moods, in an open round. */
async function makeRound(mood = true): Promise<Context> {
  const { ctx } = await makeTenant();
  await registerTeam(ctx, {
    team_id: "calm",
    name: "Calm",
    slack_channel: "",
    mood,
    members: PEOPLE.map((personId) => ({ personId, name: personId, slackUser: "", timeZone: null })),
  });
  const people = PEOPLE.map((personId) => ({
    personId,
    name: personId,
    state: "waiting" as const,
    updateId: null,
  }));
  const closesAt = new Date(Date.now() + 3_600_000).toISOString();
  await changeRound(ctx, round, { type: "open", ...round, closesAt, people });
  await project(ctx);
  return ctx;
}

const rate = (ctx: Context, personId: string, mood: Mood) =>
  transaction(ctx, (tx) => rateMood(tx, { ...round, personId, mood }));
const close = (ctx: Context) => changeRound(ctx, round, { type: "close", reason: "time" });
const rows = async (ctx: Context, table: string) =>
  asOwner<{ row: string }>(`select t::text as row from platform.${table} t where tenant_id = $1`, [
    idToUuid(ctx.tenantId),
  ]);

describe("a mood", () => {
  it("is counted once for each person, and shown after the closing from five answers up", async () => {
    const ctx = await makeRound();
    for (const personId of PEOPLE.slice(0, 4)) expect(await rate(ctx, personId, "good")).toBe(true);
    expect(await rate(ctx, "usr_1", "bad")).toBe(true);
    expect(await rate(ctx, "usr_5", "great")).toBe(true);
    expect(await findMood(ctx, round)).toBeNull();
    await close(ctx);
    expect(await findMood(ctx, round)).toEqual([
      { mood: "great", count: 1 },
      { mood: "good", count: 4 },
    ]);
    expect(await rate(ctx, "usr_6", "low")).toBe(false);
  });

  it("of four people stays unknown", async () => {
    const ctx = await makeRound();
    for (const personId of PEOPLE.slice(0, 4)) await rate(ctx, personId, "okay");
    await close(ctx);
    expect(await findMood(ctx, round)).toBeNull();
  });

  it("leaves nothing behind that says who or when: no name, no event, and no token after the closing", async () => {
    const ctx = await makeRound();
    await rate(ctx, "usr_1", "low");
    const tokens = await rows(ctx, "mood_tokens");
    expect(tokens).toHaveLength(1);
    const kept = JSON.stringify([tokens, await rows(ctx, "mood_rounds")]);
    // Without what is random, which may hold any three letters.
    expect(kept.replace(/[\w-]{40,}/g, "")).not.toMatch(/usr_|low|\d\d:\d\d/);
    await close(ctx);
    expect(await rows(ctx, "mood_tokens")).toEqual([]);
    expect((await rows(ctx, "mood_rounds")).map(({ row }) => row)).toEqual([
      expect.stringMatching(/,calm,2026-03-02,,"\{0,0,0,1,0\}"\)$/),
    ]);
    const events = await asOwner<{ row: string }>(
      "select e::text as row from events.events e where tenant_id = $1 and type not like 'team.%'",
      [idToUuid(ctx.tenantId)],
    );
    expect(events.map(({ row }) => row).filter((row) => /mood/.test(row))).toEqual([]);
  });

  it("counts only in an open round, of someone in it, in a team that asks, in its workspace", async () => {
    const [ctx, silent, other] = [await makeRound(), await makeRound(false), await makeRound()];
    expect(await rate(ctx, "usr_9", "bad")).toBe(false);
    expect(await rate(silent, "usr_1", "bad")).toBe(false);
    const nowhere = { teamId: "calm", date: "2026-03-03", personId: "usr_1", mood: "bad" as const };
    expect(await transaction(ctx, (tx) => rateMood(tx, nowhere))).toBe(false);
    expect(await rows(ctx, "mood_rounds")).toEqual([]);
    await rate(other, "usr_1", "bad");
    expect(await rows(ctx, "mood_rounds")).toEqual([]);
    await updateTeam(other, { team_id: "calm", mood: false });
    expect(await rate(other, "usr_2", "bad")).toBe(false);
    await close(other);
    expect(await rows(other, "mood_tokens")).toEqual([]);
  });

  it("leaves no token in the open round of an archived team, nor of a person who is erased", async () => {
    const [archived, kept] = [await makeRound(), await makeRound()];
    await rate(archived, "usr_1", "good");
    await archiveTeam(archived, { team_id: "calm" });
    expect(await rows(archived, "mood_tokens")).toEqual([]);
    expect((await rows(archived, "mood_rounds"))[0]?.row).toContain(",calm,2026-03-02,,");
    for (const personId of ["usr_1", "usr_2"]) await rate(kept, personId, "good");
    await forgetInCheckIns(kept, "usr_1");
    expect(await rows(kept, "mood_tokens")).toHaveLength(1);
    expect(await rate(kept, "usr_3", "good")).toBe(true);
  });

  it("comes with an update of the web, which is stored whatever becomes of it", async () => {
    const ctx = await makeRound();
    const person = { userId: "usr_1", name: "usr_1" };
    await submitInStudio(ctx, person, { team_id: "calm", content: "Done", mood: "great" });
    expect(await rows(ctx, "mood_tokens")).toHaveLength(1);
    await close(ctx);
    await submitInStudio(ctx, person, { team_id: "calm", content: "Late", mood: "bad" });
    expect((await rows(ctx, "mood_rounds"))[0]?.row).toContain("{1,0,0,0,0}");
  });

  it("is a field of the form in Slack only where the team asks", () => {
    const form = { ...round, team: "Calm", questions: ["What?"], planned: "" };
    expect(JSON.stringify(answerView({ ...form, asksMood: true }))).toContain('"block_id":"mood"');
    expect(JSON.stringify(answerView({ ...form, asksMood: false }))).not.toContain("mood");
  });
});
