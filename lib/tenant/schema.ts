import { z } from "zod";
import { timeZone } from "#lib/core/time-zone.ts";

/** The workspace's name in its URL: `/admin/{slug}`. */
export const slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/, "Use 3 to 40 characters: a-z, 0-9, and hyphens.");

export const workspaceName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(60, "Use at most 60 characters.")
  .regex(/^[^\p{C}<>]*$/u, "This name contains characters that are not allowed.");

/** A color as #rrggbb; null for Parley's own. */
const accent = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, "Enter a color such as #0f6b66.")
  .nullable();

/** A small image as a data URL; null for none. */
const logo = z
  .string()
  .max(140_000, "Use an image of up to 100 KB.")
  .regex(/^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/, "Use a PNG, JPEG, or WebP image.")
  .nullable();

const count = z.number().int().min(0).max(1_000_000);
const days = z.number().int().min(1).max(3_650);

/**
 * What guests and end users in trial may use; null for no limit. End users are in trial until an admin or an
 * access code approves them.
 */
export const accessPolicy = z.object({
  /** Whether visitors may create an account; if not, all are guests. */
  accounts: z.boolean().default(false),
  guestMessages: count.nullable().default(null),
  trialMessages: count.nullable().default(null),
  trialDays: days.nullable().default(null),
});
export type AccessPolicy = z.infer<typeof accessPolicy>;

/** Every field is required, so that a missing one cannot lift a limit. */
const accessChange = z
  .object({
    accounts: z.boolean(),
    guestMessages: count.nullable(),
    trialMessages: count.nullable(),
    trialDays: days.nullable(),
  })
  .refine(({ accounts, guestMessages }) => accounts || guestMessages === null, {
    path: ["guestMessages"],
    message: "Allow accounts too. Otherwise, guests who reach the limit can't continue.",
  });

export const openAccess: AccessPolicy = {
  accounts: false,
  guestMessages: null,
  trialMessages: null,
  trialDays: null,
};

/** What a new room has unless its creator chooses otherwise. `expiresDays`: null for rooms that stay. */
const roomDefaults = z.object({
  preset: z.enum(["open", "calm", "strict"]),
  manner: z.enum(["mentioned", "always", "digest", "off"]),
  expiresDays: z.number().int().min(1).max(365).nullable(),
});
export type RoomDefaults = z.infer<typeof roomDefaults>;

/** Prices in the smallest unit of the currency; null for what is not offered. */
const roomPrices = z.object({
  currency: z.enum(["eur", "usd", "gbp", "chf"]),
  pin: z.number().int().min(50).max(100_000).nullable(),
  backRoom: z.number().int().min(50).max(100_000).nullable(),
  tips: z.boolean(),
});
export type RoomPriceSettings = z.infer<typeof roomPrices>;

const noPrices: RoomPriceSettings = { currency: "eur", pin: null, backRoom: null, tips: false };

const openRooms: RoomDefaults = { preset: "open", manner: "mentioned", expiresDays: null };

/**
 * `requireSecondFactor`: whether members must have a second factor to be admitted. `guestRooms`: whether
 * people without an account may create rooms.
 */
export const workspaceSettings = z.object({
  accent: accent.default(null),
  logo: logo.default(null),
  /** Whose days reports count. */
  timeZone: timeZone.catch("UTC").default("UTC"),
  requireSecondFactor: z.boolean().default(false),
  guestRooms: z.boolean().default(false),
  rooms: roomDefaults.default(openRooms),
  roomPrices: roomPrices.default(noPrices),
  access: accessPolicy.default(openAccess),
  /** Whether members are no longer shown the first steps. */
  isOnboardingHidden: z.boolean().default(false),
});

/** Omitted fields keep their values. */
export const settingsChange = z.object({
  accent: accent.optional(),
  logo: logo.optional(),
  timeZone: timeZone.optional(),
  requireSecondFactor: z.boolean().optional(),
  guestRooms: z.boolean().optional(),
  rooms: roomDefaults.optional(),
  roomPrices: roomPrices.optional(),
  access: accessChange.optional(),
});
export type SettingsChange = z.infer<typeof settingsChange>;
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

export type Workspace = {
  id: string;
  slug: string;
  name: string;
  settings: WorkspaceSettings;
  /** When everything is deleted; null unless an owner has asked for it. */
  deleteAt: string | null;
};
