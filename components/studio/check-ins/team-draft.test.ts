import { expect, it } from "vitest";
import { teamForm, teamPreviewInput } from "#lib/status/schema.ts";
import { bodyOf, draftOf, type FormTeam, newTeam, previewOf } from "./team-draft.ts";

const team: FormTeam = {
  teamId: "design",
  name: "Design",
  slackChannel: "#design",
  pollSchedule: "mon,wed 16:05",
  closesAt: "18:00",
  timeZone: "Europe/Berlin",
  clock: "team",
  questions: ["Done?", "Next?"],
  mood: true,
  freeDays: ["2026-12-24"],
  calendar: {
    source: "url",
    name: "https://x.example/a.ics",
    days: [{ date: "2026-12-25", name: "Christmas" }],
    problem: null,
  },
  members: [
    {
      ...{ personId: "name:Ann", name: "Ann", slackUser: "UANN", timeZone: "Asia/Tokyo" },
      away: { from: "2026-12-01", until: null },
      reminders: false,
    },
  ],
};

it("sends a team back as it was, and its calendar not at all", () => {
  const body = teamForm.parse(bodyOf(draftOf(team)));
  expect(body).toEqual({
    name: "Design",
    slack_channel: "#design",
    poll_schedule: "mon,wed 16:05",
    time_zone: "Europe/Berlin",
    clock: "team",
    closes_at: "18:00",
    questions: ["Done?", "Next?"],
    mood: true,
    free_days: ["2026-12-24"],
    members: [
      { person_id: "name:Ann", name: "Ann", slack_user: "UANN", time_zone: "Asia/Tokyo", reminders: false },
    ],
  });
  expect(bodyOf({ ...draftOf(team), calendar: null }).calendar).toBeNull();
  expect(teamPreviewInput.parse(previewOf(draftOf(team))).calendar_days).toHaveLength(1);
});

it("keeps a schedule of cron fields, and one without days", () => {
  expect(bodyOf(draftOf({ ...team, pollSchedule: "5 8 * * 1-5" })).poll_schedule).toBe("mon-fri 08:05");
  expect(bodyOf(draftOf({ ...team, pollSchedule: null })).poll_schedule).toBeNull();
});

it("leaves out questions that are empty", () => {
  const { questions } = bodyOf({ ...newTeam, questions: ["Done?", " ", ""] });
  expect(questions).toEqual(["Done?"]);
});
