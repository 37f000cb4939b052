import { z } from "zod";
import { cleanedName } from "#lib/core/clean-name.ts";
import { storableText } from "#lib/core/storable-text.ts";
import { timeZone } from "#lib/core/time-zone.ts";
import { readPollSchedule } from "./poll-schedule.ts";

export const MAX_CONTENT = 10_000;
const MAX_NAME = 120;
const MAX_MEMBERS = 200;
const MAX_QUESTIONS = 10;
const MAX_FREE_DAYS = 400;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/**
 * Who is asked. `personId`: an account's id (`usr_…`), `slack:U…`, or `name:…` for someone with neither.
 */
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

const optionalSettings = {
  time_zone: timeZone.optional(),
  clock: z.enum(["team", "person"]).optional(),
  closes_at: z.string().regex(TIME, "Use a time such as 17:00.").optional(),
  questions: z.array(cleanedName(300)).min(1).max(MAX_QUESTIONS).optional(),
  free_days: z.array(z.iso.date()).max(MAX_FREE_DAYS).optional(),
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

/** A team as Studio's form sends it. `members`: ids of members of the workspace. */
export const teamForm = z.object({
  name,
  slack_channel: storableText(255),
  poll_schedule: pollSchedule.nullable(),
  time_zone: timeZone,
  clock: z.enum(["team", "person"]),
  members: z.array(z.string().max(40)).max(MAX_MEMBERS),
});
export type TeamForm = z.infer<typeof teamForm>;

/** An own update as Studio's form sends it. */
export const updateForm = z.object({ team_id: z.string().min(1).max(255), content });

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
