import type { Team } from "#lib/status/model/team.ts";
import { readPollSchedule } from "#lib/status/poll-schedule.ts";
import {
  type CalendarDay,
  type CalendarInput,
  DEFAULT_QUESTIONS,
  type TeamForm,
  type TeamPreviewInput,
} from "#lib/status/schema.ts";
import { type Day, writeSchedule } from "./schedule-text.ts";

/** Someone in the form. Without an id they are added by their Slack account or their name. */
export type DraftMember = {
  personId: string | null;
  name: string;
  slackUser: string;
  /** Null: the team's zone. */
  timeZone: string | null;
  reminders: boolean;
};

/** A calendar of free days in the form, with the days that were read from it. */
export type DraftCalendar = {
  name: string;
  source: "file" | "url";
  days: CalendarDay[];
  problem: string | null;
  /** What to send; null for the calendar that the team has. */
  input: CalendarInput | null;
};

/** The state of a team's form. */
export type TeamDraft = {
  name: string;
  slackChannel: string;
  weekdays: Day[];
  time: string;
  closesAt: string;
  timeZone: string;
  clock: "team" | "person";
  questions: string[];
  mood: boolean;
  freeDays: string[];
  calendar: DraftCalendar | null;
  members: DraftMember[];
};

const twoDigits = (number: number) => String(number).padStart(2, "0");

export const newTeam: TeamDraft = {
  name: "",
  slackChannel: "",
  weekdays: [1, 2, 3, 4, 5],
  time: "09:30",
  closesAt: "17:00",
  timeZone: "UTC",
  clock: "person",
  questions: DEFAULT_QUESTIONS,
  mood: false,
  freeDays: [],
  calendar: null,
  members: [],
};

export type FormTeam = Pick<
  Team,
  | "teamId"
  | "name"
  | "slackChannel"
  | "pollSchedule"
  | "closesAt"
  | "timeZone"
  | "clock"
  | "questions"
  | "freeDays"
  | "members"
  | "calendar"
  | "mood"
>;

export function draftOf(team: FormTeam): TeamDraft {
  const schedule = team.pollSchedule === null ? null : readPollSchedule(team.pollSchedule);
  const { name, slackChannel, closesAt, timeZone, clock, questions, freeDays, calendar } = team;
  return {
    ...{ name, slackChannel, closesAt, timeZone, clock, questions, freeDays },
    weekdays: (schedule?.weekdays ?? []) as Day[],
    time: schedule ? `${twoDigits(schedule.hour)}:${twoDigits(schedule.minute)}` : newTeam.time,
    mood: team.mood ?? false,
    calendar: calendar ? { ...calendar, input: null } : null,
    members: team.members.map((member) => ({
      personId: member.personId,
      name: member.name,
      slackUser: member.slackUser,
      timeZone: member.timeZone,
      reminders: member.reminders,
    })),
  };
}

export function bodyOf(draft: TeamDraft): TeamForm {
  const { calendar } = draft;
  return {
    name: draft.name,
    slack_channel: draft.slackChannel.trim(),
    ...scheduleOf(draft),
    questions: draft.questions.filter((question) => question.trim() !== ""),
    mood: draft.mood,
    ...(calendar === null ? { calendar: null } : calendar.input && { calendar: calendar.input }),
    members: draft.members.map(({ personId, name, slackUser, timeZone, reminders }) => ({
      ...(personId !== null && { person_id: personId }),
      name,
      slack_user: slackUser,
      time_zone: timeZone || null,
      reminders,
    })),
  };
}

export function previewOf(draft: TeamDraft): TeamPreviewInput {
  return {
    ...scheduleOf(draft),
    calendar_days: draft.calendar?.days ?? [],
    members: draft.members.map(({ name, timeZone }) => ({ name, time_zone: timeZone || null })),
  };
}

const scheduleOf = (draft: TeamDraft) => ({
  poll_schedule: writeSchedule(draft.weekdays, draft.time),
  time_zone: draft.timeZone.trim(),
  clock: draft.clock,
  closes_at: draft.closesAt,
  free_days: draft.freeDays.toSorted(),
});
