import { beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { joinWorkspaceAs, makePerson, type TestPerson } from "#testing/people/person.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import type { Fetch } from "../calendar/load-calendar.ts";
import { refreshCalendarsOf } from "../calendar/refresh-calendars.ts";
import { exportUpdates } from "../export-updates.ts";
import { getUpdate } from "../get-update.ts";
import { hasUpdate } from "../has-update.ts";
import { listUpdates } from "../list-updates.ts";
import { loadTeam } from "../load.ts";
import type { Team } from "../model/team.ts";
import { project } from "../projection/project.ts";
import { readAfter } from "../queries/events.ts";
import { keepRoundsOf } from "../rounds/keep-rounds.ts";
import { type MembershipChange, type TeamForm, teamForm } from "../schema.ts";
import { changeMembership } from "./change-membership.ts";
import { listAnswerable } from "./list-answerable.ts";
import { editInStudio, registerInStudio } from "./save-team.ts";
import { submitInStudio } from "./submit-in-studio.ts";
import { getTeamBoard, listTeamBoards } from "./team-board.ts";

let ctx: Context;
let ada: TestPerson;

beforeEach(async () => {
  ({ ctx } = await makeTenant());
  ada = await makePerson("Ada");
  await joinWorkspaceAs(ctx, ada, "editor");
});

/** Monday, March 2, 2026, at a time in UTC. */
const at = (time: string, date = "2026-03-02"): Context => ({
  ...ctx,
  now: () => new Date(`${date}T${time}:00Z`),
});

type Member = TeamForm["members"][number];
const member = (name: string, more: Partial<Member> = {}): Member => ({
  name,
  slack_user: "",
  time_zone: null,
  reminders: true,
  ...more,
});

/** A team of Ada and two others, asked on weekdays at 09:00 UTC until 17:00. */
const form = (changes: Partial<TeamForm> = {}): TeamForm =>
  teamForm.parse({
    name: "Design",
    slack_channel: "",
    poll_schedule: "mon-fri 09:00",
    time_zone: "UTC",
    clock: "team",
    closes_at: "17:00",
    questions: ["Done?", "Next?"],
    free_days: [],
    members: [member("Ada", { person_id: ada.userId }), member("Ben"), member("Cy")],
    ...changes,
  });

async function makeTeam(changes: Partial<TeamForm> = {}): Promise<void> {
  await registerInStudio(at("08:00"), form(changes));
  await project(ctx);
}
const teamState = async () => (await loadTeam(ctx, "design")).state as Team;
const names = (people: { name: string }[]) => people.map(({ name }) => name);
const board = async (time: string, date?: string) => {
  await project(ctx);
  return getTeamBoard(at(time, date), "design");
};
const change = (changes: MembershipChange, time = "10:00") =>
  changeMembership(at(time), "design", changes, ada.userId).then(() => project(ctx));
const answer = (content: string, time: string, date?: string) =>
  submitInStudio(at(time, date), ada, { team_id: "design", content }).then(() => project(ctx));

describe("a team's round at a glance", () => {
  it("tells who has to answer, answered, is away or skips", async () => {
    await makeTeam();
    expect(await board("08:00")).toMatchObject({
      nextAt: "2026-03-02T09:00:00.000Z",
      round: null,
      isCurrent: false,
    });
    await keepRoundsOf(at("09:01"));
    const opened = await board("09:01");
    expect(opened).toMatchObject({ nextAt: "2026-03-03T09:00:00.000Z", isCurrent: true });
    expect(names(opened.round?.missing ?? [])).toEqual(["Ada", "Ben", "Cy"]);

    await answer("**Done?**\nIcons\n\n**Next?**\nColors", "09:30");
    await change({ do: "away", person_id: "name:Ben", until: "2026-03-04" });
    const later = await board("10:00");
    expect(later.round).toMatchObject({ answered: [{ name: "Ada", isLate: false }], skipped: [] });
    expect([names(later.round?.missing ?? []), names(later.round?.away ?? [])]).toEqual([["Cy"], ["Ben"]]);
    expect(later.members.map(({ name, isAway }) => [name, isAway])).toEqual([
      ["Ada", false],
      ["Ben", true],
      ["Cy", false],
    ]);
    const updateId = later.round?.answered[0]?.updateId ?? "";
    const viewer = { personId: ada.userId, timeZone: "UTC" };
    expect(await getUpdate(ctx, updateId, viewer)).toMatchObject({ team: "Design", isOwn: true });

    await keepRoundsOf(at("17:01"));
    const closed = await board("17:01");
    expect(closed).toMatchObject({ isCurrent: true, round: { kind: "closed" } });
    expect(await board("08:00", "2026-03-03")).toMatchObject({ isCurrent: false });
    const next = await listAnswerable(ctx, ada.userId);
    expect(next).toMatchObject([{ teamId: "design", planned: "Colors" }]);
  });

  it("lets members skip for themselves alone, and come back", async () => {
    await makeTeam();
    await expect(change({ do: "skip" })).rejects.toMatchObject({ code: "not_found" });
    await keepRoundsOf(at("09:01"));
    await project(ctx);
    await expect(change({ do: "skip", person_id: "name:Cy" })).rejects.toMatchObject({ code: "forbidden" });
    await change({ do: "skip" });
    await change({ do: "away", until: null });
    expect((await board("10:00")).round).toMatchObject({ skipped: [{ name: "Ada" }], away: [] });
    await change({ do: "back" });
    await change({ do: "remind", reminders: false });
    await change({ do: "move", time_zone: "Asia/Tokyo" });
    expect((await teamState()).members[0]).toMatchObject({
      away: null,
      reminders: false,
      timeZone: "Asia/Tokyo",
    });
  });

  it("counts an absence in all teams of the person, and refuses one that ends before today", async () => {
    await makeTeam();
    await registerInStudio(at("08:00"), form({ name: "Docs" }));
    await project(ctx);
    await change({ do: "away", until: "2026-03-10" });
    const away = (await listTeamBoards(at("10:00"))).map(({ members }) => members[0]?.away);
    expect(away).toEqual(Array(2).fill({ from: "2026-03-02", until: "2026-03-10" }));
    for (const until of ["2026-03-01", "2027-06-01"])
      await expect(change({ do: "away", until })).rejects.toMatchObject({ code: "invalid" });
    await expect(change({ do: "back", person_id: "name:Nobody" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("takes an answer of the evening before for the round that is to come", async () => {
    await makeTeam();
    await answer("Tomorrow's", "20:00");
    await keepRoundsOf(at("09:01", "2026-03-03"));
    expect((await board("09:01", "2026-03-03")).round).toMatchObject({ answered: [{ name: "Ada" }] });
  });
});

describe("a team's form", () => {
  it("changes all settings and people at once, and keeps who is away", async () => {
    await makeTeam();
    await change({ do: "away", person_id: "name:Ben", until: null });
    const members = [
      member("Ben", { person_id: "name:Ben", slack_user: "UBEN", time_zone: "America/New_York" }),
      member("Dee", { reminders: false }),
    ];
    await editInStudio(
      ctx,
      "design",
      form({ name: "Studio", closes_at: "12:00", questions: ["How?"], free_days: ["2026-03-09"], members }),
    );
    expect(await teamState()).toMatchObject({
      name: "Studio",
      closesAt: "12:00",
      questions: ["How?"],
      freeDays: ["2026-03-09"],
      members: [
        { personId: "name:Ben", slackUser: "UBEN", timeZone: "America/New_York", away: { until: null } },
        { personId: "name:Dee", reminders: false },
      ],
    });
    const { position } = (await readAfter(ctx, 0, 100)).at(-1) ?? { position: 0 };
    await editInStudio(
      ctx,
      "design",
      form({
        ...{ name: "Studio", closes_at: "12:00", questions: ["How?"], free_days: ["2026-03-09"] },
        members: [members[0] as Member, member("Dee", { person_id: "name:Dee", reminders: false })],
      }),
    );
    // Nothing has changed, so nothing is stored.
    expect(await readAfter(ctx, position, 10)).toEqual([]);
  });

  it("refuses accounts of strangers, and a person who is listed twice", async () => {
    const stranger = await makePerson("Eve");
    for (const members of [
      [member("Eve", { person_id: stranger.userId })],
      [member("Ben"), member("Ben")],
      [member("Ben", { slack_user: "U1" }), member("Cy", { slack_user: "U1", person_id: "name:Cy" })],
    ])
      await expect(registerInStudio(ctx, form({ members }))).rejects.toMatchObject({ code: "invalid" });
    expect(await listTeamBoards(ctx)).toEqual([]);
  });

  it("reads a calendar's free days, each day again, and keeps them while it cannot be read", async () => {
    const event = (date: string, name: string) =>
      `BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:${name}\nDTSTART;VALUE=DATE:${date}\nSUMMARY:${name}\nEND:VEVENT\nEND:VCALENDAR`;
    let found: string | ParleyError = event("20260302", "Holiday");
    const fetch: Fetch = async (url) => {
      expect(url).toBe("https://calendars.example/free.ics");
      if (found instanceof ParleyError) throw found;
      const body = Buffer.from(found);
      return { status: 200, url, headers: new Headers(), body, redirects: [] };
    };
    const url = "webcal://calendars.example/free.ics";
    await registerInStudio(at("08:00"), form({ calendar: { url } }), fetch);
    await project(ctx);
    expect(await board("08:00")).toMatchObject({ nextAt: "2026-03-03T09:00:00.000Z" });
    await keepRoundsOf(at("09:01"));
    expect((await board("09:01")).round).toBeNull();

    found = new ParleyError("unavailable", "The server does not respond.");
    await refreshCalendarsOf(at("04:00"), fetch);
    expect((await teamState()).calendar).toMatchObject({
      days: [{ date: "2026-03-02", name: "Holiday" }],
      problem: "The server does not respond.",
    });
    found = event("20260303", "Moved");
    await project(ctx);
    await refreshCalendarsOf(at("04:00"), fetch);
    const stored = { days: [{ date: "2026-03-03", name: "Moved" }], problem: null };
    expect((await teamState()).calendar).toMatchObject(stored);
    await project(ctx);
    const { position } = (await readAfter(ctx, 0, 100)).at(-1) ?? { position: 0 };
    await refreshCalendarsOf(at("04:00"), fetch);
    expect(await readAfter(ctx, position, 10)).toEqual([]);

    // Unset, it stays; null takes it away.
    await editInStudio(ctx, "design", form(), fetch);
    expect((await teamState()).calendar).toMatchObject(stored);
    await editInStudio(ctx, "design", form({ calendar: null }), fetch);
    expect((await teamState()).calendar).toBeNull();
    for (const bad of [{ url: "http://calendars.example/" }, { name: "x.ics", text: "<html>" }])
      await expect(editInStudio(ctx, "design", form({ calendar: bad }), fetch)).rejects.toMatchObject({
        code: "invalid",
      });
  });
});

describe("updates as they are read", () => {
  const viewer = (timeZone = "UTC") => ({ personId: ada.userId, timeZone });

  it("have days in the viewer's zone", async () => {
    await makeTeam();
    await answer("Late in the evening", "23:30", "2026-03-06");
    const day = async (date: string, zone?: string) =>
      (await listUpdates(ctx, { day: date }, viewer(zone))).updates.map((one) => one.day);
    expect(await day("2026-03-06")).toEqual(["2026-03-06"]);
    expect(await day("2026-03-06", "Asia/Tokyo")).toEqual([]);
    expect(await day("2026-03-07", "Asia/Tokyo")).toEqual(["2026-03-07"]);
    // An impossible date filters nothing.
    expect(await day("2026-02-31")).toHaveLength(1);
  });

  it("are exported whole, filtered, page after page, and without formulas", async () => {
    await makeTeam();
    for (let index = 0; index < 3; index += 1)
      await answer(`=cmd|' /C calc'!A${index}\n"quoted"`, "10:00", `2026-03-0${index + 3}`);
    const read = async (format: "csv" | "json", query = {}) => {
      let text = "";
      for await (const piece of exportUpdates(ctx, query, { format, timeZone: "UTC", page: 2 }))
        text += piece;
      return text;
    };
    const rows = JSON.parse(await read("json")) as { created_at: string; team: string; content: string }[];
    expect(rows.map(({ created_at }) => created_at.slice(0, 10))).toEqual([
      "2026-03-05",
      "2026-03-04",
      "2026-03-03",
    ]);
    expect(rows[0]).toMatchObject({ team: "Design", content: `=cmd|' /C calc'!A2\n"quoted"` });
    const csv = await read("csv", { day: "2026-03-04" });
    expect(csv.split("\r\n")).toEqual([
      "\uFEFFcreated_at,team,author,content,round,edited_at,update_id,team_id",
      expect.stringContaining(`,Design,Ada,"'=cmd|' /C calc'!A1\n""quoted""",,,upd_`),
      "",
    ]);
    expect(JSON.parse(await read("json", { search: "nothing" }))).toEqual([]);
  });

  it("belong to their workspace: another one has neither them nor their team", async () => {
    await makeTeam();
    await answer("Ours", "10:00");
    const [row] = (await listUpdates(ctx, {}, viewer())).updates;
    const { ctx: away } = await makeTenant("Away");
    const updateId = row?.updateId ?? "";
    expect([await hasUpdate(ctx, updateId), await hasUpdate(away, updateId)]).toEqual([true, false]);
    for (const look of [
      () => getUpdate(away, updateId, viewer()),
      () => getTeamBoard(away, "design"),
      () => changeMembership(away, "design", { do: "back" }, ada.userId),
      () => submitInStudio(away, ada, { team_id: "design", content: "x" }),
      () => editInStudio(away, "design", form({ members: [] })),
    ])
      await expect(look()).rejects.toMatchObject({ code: "not_found" });
  });
});
