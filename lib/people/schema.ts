import { z } from "zod";
import { storableText } from "#lib/core/storable-text.ts";
import { textLanguages } from "#lib/core/text-languages.ts";
import { timeZone } from "#lib/core/time-zone.ts";

const day = z.iso.date();

const zone = timeZone.nullable().default(null);

/** Where someone was born, as they know it and as it is computed with. */
export const birthPlace = z.object({
  name: storableText(120).trim().min(1),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  /** IANA name: by which clock the hour of birth is told. Null: by the sun at that place. */
  timeZone: zone,
});

/** What an end user tells a workspace of themselves. All of it may be left out. */
export const profile = z.object({
  birthDate: day
    .refine(
      (text) => text >= "1900-01-01" && new Date(`${text}T00:00:00Z`) <= new Date(),
      "must be a valid date of birth",
    )
    .nullable()
    .default(null),
  /** Local time there, HH:MM. */
  birthTime: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 14:30.")
    .nullable()
    .default(null),
  birthPlace: birthPlace.nullable().default(null),
  /** IANA name: what "today" is for them. Null: UTC. */
  timeZone: zone,
  /** Of what is written for them. Null: the chatbot's. */
  language: z.enum(textLanguages).nullable().default(null),
});
export type Profile = z.infer<typeof profile>;

/** As it is kept. `expired` is not among them: it follows from the others and the time. */
export const entitlementStates = ["trial", "established", "suspended"] as const;
export type EntitlementState = (typeof entitlementStates)[number];

/** Why a message is refused, in the words of the database function that counts it. */
export const refusals = [
  "guest_used",
  "trial_used",
  "trial_over",
  "established_over",
  "suspended",
  /** They have left the workspace, in another tab say. */
  "left",
] as const;
export type EntitlementRefusal = (typeof refusals)[number];

/** `messagesLeft` and `endsAt`: null where there is no such end. */
export type Entitlement =
  | { kind: "guest" | "trial" | "established"; messagesLeft: number | null; endsAt: string | null }
  | { kind: "expired"; refusal: Exclude<EntitlementRefusal, "suspended" | "left"> }
  | { kind: "suspended"; refusal: "suspended"; reason: string | null };

const until = z.iso
  .datetime()
  .refine((at) => at > "2000" && at < "2200", "Choose a date between 2000 and 2200.");

/** What an admin makes of someone's entitlement. */
export const entitlementChange = z.discriminatedUnion("state", [
  z.object({ state: z.literal("trial") }),
  z.object({ state: z.literal("established"), until: until.nullable().default(null) }),
  z.object({ state: z.literal("suspended"), reason: storableText(300).trim().default("") }),
]);
export type EntitlementChange = z.infer<typeof entitlementChange>;

/** `days`: how long it is good for once entered; null: for ever. `uses`: by so many people. */
export const accessCodeInput = z.object({
  days: z.number().int().min(1).max(3_650).nullable().default(null),
  uses: z.number().int().min(1).max(10_000).default(1),
});
export type AccessCodeInput = z.infer<typeof accessCodeInput>;

/** A code that can still be entered. `id` says nothing of the code itself. */
export type AccessCodeSummary = { id: string; createdAt: string; days: number | null; usesLeft: number };

/** An end user as those who look after the workspace see them. */
export type PersonSummary = {
  id: string;
  name: string;
  email: string;
  joinedAt: string;
  messagesUsed: number;
  entitlement: Entitlement;
};
export type PeoplePage = { people: PersonSummary[]; before: string | null };

/** `person`: null for guests, members and keys. */
export type OwnEntitlement = {
  /** Whether this workspace takes accounts. */
  accounts: boolean;
  entitlement: Entitlement | null;
  person: { name: string; email: string } | null;
};
