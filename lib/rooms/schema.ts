import { z } from "zod";
import { storableText } from "#lib/core/storable-text.ts";

const roomRoles = ["host", "moderator", "participant", "bot"] as const;
export type RoomRole = (typeof roomRoles)[number];

/** `locked`: only the host and moderators may post. `archived`: read-only. */
const roomStates = ["open", "locked", "archived"] as const;
export type RoomState = (typeof roomStates)[number];

/**
 * When the chatbot answers: when it is mentioned or replied to, to every message, or never. With `digest` it
 * sums up what was said, from time to time and when asked to, and says nothing else.
 */
const botManners = ["mentioned", "always", "digest", "off"] as const;
export type BotManner = (typeof botManners)[number];

/** Who can join: anyone with the code, people with an account in the workspace, or its members. */
const roomAccess = ["open", "account", "members"] as const;
export type RoomAccess = (typeof roomAccess)[number];

/** Named combinations of the switches below; see `presets.ts`. */
const roomPresets = ["open", "calm", "strict"] as const;
export type RoomPreset = (typeof roomPresets)[number];

export type RoomSettings = {
  botManner: BotManner;
  access: RoomAccess;
  /** Seconds that a participant must wait between messages. */
  slowSeconds: number;
  /** Whether the code is hidden on screens that others can see. */
  codeHidden: boolean;
  /** Whether messages of participants appear only after a moderator approved them. */
  hold?: boolean;
  /** Whether people wait until a moderator lets them in. */
  lobby?: boolean;
};

const TITLE_MAX_CHARS = 120;
const NAME_MAX_CHARS = 40;
export const ROOM_MESSAGE_MAX_CHARS = 4_000;
const PASSWORD_MAX_CHARS = 200;
const NOTE_MAX_CHARS = 500;
const LONGEST_MUTE_MINUTES = 7 * 24 * 60;

const words = (most: number, missing: string) =>
  storableText(most)
    .transform((text) => text.replace(/[\s\p{Cc}]+/gu, " ").trim())
    .refine((text) => text !== "", missing);

const title = words(TITLE_MAX_CHARS, "Enter a title.");
const participantName = words(NAME_MAX_CHARS, "Enter a name.")
  .transform((name) =>
    name
      .normalize("NFKC")
      .replace(/\p{Cf}+/gu, "")
      .replace(/\s+/g, " ")
      .trim(),
  )
  .refine((name) => name !== "", "Enter a name.");
const password = z.string().min(1).max(PASSWORD_MAX_CHARS);
const slowSeconds = z.number().int().min(0).max(3_600);
const expiresDays = z.number().int().min(1).max(365);
const content = storableText(ROOM_MESSAGE_MAX_CHARS).refine((text) => text.trim() !== "", "Enter a message.");

/** Omitted switches are those of the preset; an omitted preset, manner or expiry is the workspace's. */
export const createRoomRequest = z.object({
  title,
  chatbot: z.string().min(1).max(64).nullish(),
  bot_manner: z.enum(botManners).optional(),
  name: participantName.optional(),
  access: z.enum(roomAccess).default("open"),
  password: password.nullish(),
  code: z.string().max(20).optional(),
  preset: z.enum(roomPresets).optional(),
  locked: z.boolean().default(false),
  slow_seconds: slowSeconds.optional(),
  hold: z.boolean().optional(),
  lobby: z.boolean().optional(),
  expires_days: expiresDays.nullish(),
});
export type CreateRoomRequest = z.infer<typeof createRoomRequest>;

export const joinRoomRequest = z.object({ name: participantName, password: password.nullish() });
export type JoinRoomRequest = z.infer<typeof joinRoomRequest>;

/** Omitted fields keep their values; a null password removes it. */
export const updateRoomRequest = z.object({
  title: title.optional(),
  state: z.enum(roomStates).optional(),
  slow_seconds: slowSeconds.optional(),
  bot_manner: z.enum(botManners).optional(),
  access: z.enum(roomAccess).optional(),
  password: password.nullable().optional(),
  code_hidden: z.boolean().optional(),
  hold: z.boolean().optional(),
  lobby: z.boolean().optional(),
  /** From now; null for a room that does not expire. */
  expires_days: expiresDays.nullable().optional(),
});
export type UpdateRoomRequest = z.infer<typeof updateRoomRequest>;

export const clientId = z.string().regex(/^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, _ or -");

export const ROOM_FILE_MAX_BYTES = 15_000_000;
const FILE_NAME_MAX_CHARS = 120;
const MAX_FILES = 6;

/** A path in the name is dropped, and characters that would change how it reads. */
export const roomFileQuery = z.object({
  name: storableText(1_000).transform((text) => {
    const [last = ""] = text.split(/[\\/]/).slice(-1);
    const shown = last
      .replace(/[\p{Cc}\p{Cf}]+/gu, "")
      .replace(/\s+/g, " ")
      .trim();
    return shown.slice(0, FILE_NAME_MAX_CHARS).toWellFormed() || "file";
  }),
});

export const postMessageRequest = z.object({
  content: storableText(ROOM_MESSAGE_MAX_CHARS),
  /** Ids of uploaded files. A message needs a text or a file. */
  files: z.array(z.string().max(64)).max(MAX_FILES).optional(),
  /** The client's id for the message, which makes retries safe. */
  id: clientId.optional(),
  reply_to: z.string().max(64).nullish(),
});
export type PostMessageRequest = z.infer<typeof postMessageRequest>;

export const editMessageRequest = z.object({ content });

const EMOJI_MAX_CHARS = 64;
const ONE_EMOJI = "^\\p{RGI_Emoji}$";
/** One emoji, as any keyboard types it. */
const emoji = z
  .string()
  .max(EMOJI_MAX_CHARS)
  .refine((text) => new RegExp(ONE_EMOJI, "v").test(text), "must be one emoji");

/** `on`: false takes the reaction back. */
export const reactRequest = z.object({ emoji, on: z.boolean() });
export type ReactRequest = z.infer<typeof reactRequest>;

const exportFormats = ["md", "jsonl", "zip"] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const exportQuery = z.object({ format: z.enum(exportFormats).default("md") });

/** How far the reader has read. */
export const readRequest = z.object({
  offset: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1),
});

export const updateParticipantRequest = z.discriminatedUnion("action", [
  z.object({ action: z.literal("mute"), minutes: z.number().int().min(1).max(LONGEST_MUTE_MINUTES) }),
  z.object({ action: z.literal("unmute") }),
  z.object({ action: z.literal("remove") }),
  z.object({ action: z.literal("ban") }),
  z.object({ action: z.literal("unban") }),
  z.object({ action: z.literal("admit") }),
  z.object({ action: z.literal("refuse") }),
  z.object({ action: z.literal("hand_over") }),
  z.object({ action: z.literal("rename"), name: participantName }),
  z.object({ action: z.literal("role"), role: z.enum(["moderator", "participant"]) }),
]);
export type UpdateParticipantRequest = z.infer<typeof updateParticipantRequest>;

/** What happened to a participant, as reported by `participant` events. */
export type ParticipantChange =
  | "muted"
  | "unmuted"
  | "removed"
  | "banned"
  | "unbanned"
  | "renamed"
  | "role"
  | "refused";

const reportReasons = ["spam", "abuse", "private", "other"] as const;
export type ReportReason = (typeof reportReasons)[number];
export type ReportState = "open" | "resolved" | "dismissed";

export const reportMessageRequest = z.object({
  message_id: z.string().max(64),
  reason: z.enum(reportReasons),
  note: storableText(NOTE_MAX_CHARS)
    .transform((text) => text.trim())
    .default(""),
});
export type ReportMessageRequest = z.infer<typeof reportMessageRequest>;

export const decideReportRequest = z.object({ state: z.enum(["resolved", "dismissed"]) });
export const decideHeldRequest = z.object({ decision: z.enum(["approve", "refuse"]) });

/** What a moderation log can hold. */
export type ModerationAction =
  | "muted"
  | "unmuted"
  | "removed"
  | "banned"
  | "unbanned"
  | "renamed"
  | "made_moderator"
  | "unmade_moderator"
  | "handed_over"
  | "admitted"
  | "refused"
  | "deleted_message"
  | "approved_message"
  | "refused_message"
  | "resolved_report"
  | "dismissed_report"
  | "changed_room";
export type ModerationDetails = { before?: unknown; after?: unknown; minutes?: number };
