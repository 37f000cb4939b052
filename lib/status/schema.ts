import { z } from "zod";
import { cleanedName } from "#lib/core/clean-name.ts";
import { storableText } from "#lib/core/storable-text.ts";
import { timeZone } from "#lib/core/time-zone.ts";
import { readPollSchedule } from "./poll-schedule.ts";

export const MAX_CONTENT = 10_000;
const MAX_NAME = 120;
const MAX_MEMBERS = 200;
export const MAX_QUESTIONS = 10;
export const MAX_CALENDAR_DAYS = 800;
/** Characters of a calendar's file. */
export const MAX_CALENDAR = 1_000_000;
const MAX_FREE_DAYS = 400;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Who is asked. `personId` is an account's id (`usr_…`), `slack:U…`, or `name:…` without either. */
export const member = z.object({
  personId: z.string().min(1).max(255),
  name: z.string(),
  slackUser: z.string().default(""),
  /** Null: the team's zone. */
  timeZone: z.string().nullable().default(null),
  /** Local dates, both included; without an end until they are back. */
  away: z.object({ from: z.iso.date(), until: z.iso.date().nullable() }).nullable().default(null),
  reminders: z.boolean().default(true),
});
export type Member = z.infer<typeof member>;

const calendarDay = z.object({ date: z.iso.date(), name: z.string().max(MAX_NAME) });
export type CalendarDay = z.infer<typeof calendarDay>;

/** More free days, from an iCalendar file. */
const calendar = z.object({
  source: z.enum(["file", "url"]),
  /** The file's name, or the address. */
  name: z.string().max(2_000),
  days: z.array(calendarDay).max(MAX_CALENDAR_DAYS),
  /** Why the address could not be read last time; the days are those of before. */
  problem: z.string().max(300).nullable(),
});
export type TeamCalendar = z.infer<typeof calendar>;

/** From the best to the worst. */
export const moods = ["great", "good", "okay", "low", "bad"] as const;
export type Mood = (typeof moods)[number];

/** What a team's events hold. Only the form of texts is checked: older databases held any text. */
export const teamSettings = z.object({
  name: z.string().min(1).max(255),
  slackChannel: z.string().max(255),
  pollSchedule: z.string().max(100).nullable(),
  timeZone: z.string().max(60),
  /** Whose clock says when to ask: the team's, or each person's own. */
  clock: z.enum(["team", "person"]),
  /** On the team's clock, such as 17:00. */
  closesAt: z.string().regex(TIME),
  questions: z.array(z.string()),
  /** Local dates without a round. */
  freeDays: z.array(z.iso.date()),
  calendar: calendar.nullable().optional(),
  /** Whether people are asked for their mood, which nobody sees but as counts. */
  mood: z.boolean().optional(),
});
export type TeamSettings = z.infer<typeof teamSettings>;

export const DEFAULT_QUESTIONS = [
  "What did you do since the last check-in?",
  "What will you do next?",
  "Is anything in your way?",
];

const name = cleanedName(MAX_NAME);
/** Readable and safe in an address: no slash, no space. */
const teamId = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u,
    "Use letters, digits, dots, dashes and underscores, at most 80.",
  );
const updateId = z
  .string()
  .regex(/^[\w.:-]{1,100}$/, "Use letters, digits, dots, colons, dashes and underscores, at most 100.");
const pollSchedule = storableText(100).refine(
  (text) => readPollSchedule(text) !== null,
  "Use days and a time, such as mon-fri 09:30, or five cron fields, such as 30 9 * * 1-5.",
);
const author = cleanedName(MAX_NAME);
const content = storableText(MAX_CONTENT).refine((text) => text.trim() !== "", "Write something.");
const version = z.int().min(1);

const memberInput = z.object({
  personId: storableText(255).min(1).optional(),
  name,
  slackUser: storableText(50).default(""),
  timeZone: timeZone.nullable().default(null),
});

const closesAt = z.string().regex(TIME, "Use a time such as 17:00.");
const questions = z
  .array(cleanedName(300))
  .min(1, "Ask at least one question.")
  .max(MAX_QUESTIONS, `Ask at most ${MAX_QUESTIONS} questions.`);
const freeDays = z.array(z.iso.date()).max(MAX_FREE_DAYS);

const optionalSettings = {
  time_zone: timeZone.optional(),
  clock: z.enum(["team", "person"]).optional(),
  closes_at: closesAt.optional(),
  questions: questions.optional(),
  free_days: freeDays.optional(),
  mood: z.boolean().optional(),
};

export const registerTeamInput = z.object({
  team_id: teamId.optional(),
  name,
  slack_channel: storableText(255),
  poll_schedule: pollSchedule.nullish(),
  members: z.array(memberInput).max(MAX_MEMBERS).default([]),
  ...optionalSettings,
});
export type RegisterTeamInput = z.infer<typeof registerTeamInput>;

export const updateTeamInput = z.object({
  team_id: z.string().min(1).max(255),
  /** The version that the change is based on; without it the newest. */
  version: version.optional(),
  name: name.optional(),
  slack_channel: storableText(255).optional(),
  poll_schedule: pollSchedule.nullish(),
  ...optionalSettings,
});
export type UpdateTeamInput = z.infer<typeof updateTeamInput>;

/** A calendar of free days: a file's text, or the address of one that is read each day. */
export const calendarInput = z.union([
  z.object({ url: storableText(2_000) }),
  z.object({ name: cleanedName(MAX_NAME), text: z.string().max(MAX_CALENDAR) }),
]);
export type CalendarInput = z.infer<typeof calendarInput>;

/** A form with a calendar's text, escaped as JSON. */
export const MAX_TEAM_BYTES = 2_500_000;

/** A team as Studio's form sends it. */
export const teamForm = z.object({
  name,
  slack_channel: storableText(255),
  poll_schedule: pollSchedule.nullable(),
  time_zone: timeZone,
  clock: z.enum(["team", "person"]),
  closes_at: closesAt,
  questions,
  free_days: freeDays,
  mood: z.boolean().default(false),
  /** Unset: the calendar stays as it is. Null: the team has none. */
  calendar: calendarInput.nullish(),
  members: z
    .array(
      z.object({
        /** Unset for someone who is added by their Slack account or their name. */
        person_id: storableText(255).min(1).optional(),
        name,
        slack_user: storableText(50).default(""),
        time_zone: timeZone.nullable().default(null),
        reminders: z.boolean().default(true),
      }),
    )
    .max(MAX_MEMBERS),
});
export type TeamForm = z.infer<typeof teamForm>;

/** What the preview of a team's schedule depends on. */
export const teamPreviewInput = teamForm
  .pick({ poll_schedule: true, time_zone: true, clock: true, closes_at: true, free_days: true })
  .extend({
    calendar_days: z.array(calendarDay).max(MAX_CALENDAR_DAYS),
    members: z
      .array(z.object({ name: z.string().max(MAX_NAME), time_zone: timeZone.nullable() }))
      .max(MAX_MEMBERS),
  });
export type TeamPreviewInput = z.infer<typeof teamPreviewInput>;

const ofPerson = { person_id: z.string().min(1).max(255).optional() };
/** A change to how someone takes part in a team; without `person_id` the caller. */
export const membershipChange = z.discriminatedUnion("do", [
  /** Until a date, that day included, or until they are back. */
  z.object({ do: z.literal("away"), ...ofPerson, until: z.iso.date().nullable() }),
  z.object({ do: z.literal("back"), ...ofPerson }),
  z.object({ do: z.literal("skip"), ...ofPerson }),
  z.object({ do: z.literal("remind"), ...ofPerson, reminders: z.boolean() }),
  z.object({ do: z.literal("move"), ...ofPerson, time_zone: timeZone.nullable() }),
]);
export type MembershipChange = z.infer<typeof membershipChange>;

/** An own update as Studio's form sends it. */
export const updateForm = z.object({
  team_id: z.string().min(1).max(255),
  content,
  update_id: updateId.optional(),
  mood: z.enum(moods).optional(),
});
export type UpdateForm = z.infer<typeof updateForm>;

export const archiveTeamInput = z.object({
  team_id: z.string().min(1).max(255),
  version: version.optional(),
});
export type ArchiveTeamInput = z.infer<typeof archiveTeamInput>;

export const submitUpdateInput = z.object({
  team_id: z.string().min(1).max(255),
  content,
  author,
  slack_user: storableText(50).optional(),
  update_id: updateId.optional(),
});
export type SubmitUpdateInput = z.infer<typeof submitUpdateInput>;

export const editUpdateInput = z.object({ content });

/** Body of every accepted command. */
export type CommandResult = { eventId: string; version: number; position: number };

export type WireTeam = {
  team_id: string;
  name: string;
  slack_channel: string;
  poll_schedule: string | null;
  created_at: string;
  updated_at: string;
};

export type WireUpdate = {
  update_id: string;
  team_id: string;
  content: string;
  author: string;
  slack_user: string;
  created_at: string;
};
