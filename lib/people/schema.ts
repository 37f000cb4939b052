import { z } from "zod";
import { storableText } from "#lib/core/storable-text.ts";
import { textLanguages } from "#lib/core/text-languages.ts";
import { timeZone } from "#lib/core/time-zone.ts";

const day = z.iso.date();

const zone = timeZone.nullable().default(null);

const birthPlace = z.object({
  name: storableText(120).trim().min(1),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  /** IANA name of the time zone of the birth time. Null: local solar time. */
  timeZone: zone,
});

/** What an end user tells a workspace about themselves. Everything is optional. */
export const profile = z.object({
  birthDate: day
    .refine(
      (text) => text >= "1900-01-01" && new Date(`${text}T00:00:00Z`) <= new Date(),
      "Enter a valid date of birth.",
    )
    .nullable()
    .default(null),
  /** Local time at the birth place, HH:MM. */
  birthTime: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 14:30.")
    .nullable()
    .default(null),
  birthPlace: birthPlace.nullable().default(null),
  /** IANA name, for what "today" is. Null: UTC. */
  timeZone: zone,
  /** Language of texts written for them. Null: the chatbot's. */
  language: z.enum(textLanguages).nullable().default(null),
});
export type Profile = z.infer<typeof profile>;

/** Stored states. `expired` is not one of them: it is computed from the others and the time. */
export const entitlementStates = ["trial", "established", "suspended"] as const;
export type EntitlementState = (typeof entitlementStates)[number];

/** Why a message is refused, as `platform.take_message` reports it. */
export const refusals = [
  "guest_used",
  "trial_used",
  "trial_over",
  "established_over",
  "suspended",
  /** They have left the workspace, for example in another tab. */
  "left",
] as const;
export type EntitlementRefusal = (typeof refusals)[number];

/** `messagesLeft` and `endsAt`: null where there is no such limit. */
export type Entitlement =
  | { kind: "guest" | "trial" | "established"; messagesLeft: number | null; endsAt: string | null }
  | { kind: "expired"; refusal: Exclude<EntitlementRefusal, "suspended" | "left"> }
  | { kind: "suspended"; refusal: "suspended"; reason: string | null };

const until = z.iso
  .datetime()
  .refine((at) => at > "2000" && at < "2200", "Choose a date between 2000 and 2200.");

/** A change of a person's entitlement by an admin. */
export const entitlementChange = z.discriminatedUnion("state", [
  z.object({ state: z.literal("trial") }),
  z.object({ state: z.literal("established"), until: until.nullable().default(null) }),
  z.object({ state: z.literal("suspended"), reason: storableText(300).trim().default("") }),
]);
export type EntitlementChange = z.infer<typeof entitlementChange>;

/** `days`: duration of the access; null: forever. `uses`: maximum number of people. */
export const accessCodeInput = z.object({
  days: z.number().int().min(1).max(3_650).nullable().default(null),
  uses: z.number().int().min(1).max(10_000).default(1),
});
export type AccessCodeInput = z.infer<typeof accessCodeInput>;

/** An active code. `id` does not reveal the code. */
export type AccessCodeSummary = { id: string; createdAt: string; days: number | null; usesLeft: number };

/** An end user as Studio shows them. */
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
  /** Whether this workspace allows accounts. */
  accounts: boolean;
  entitlement: Entitlement | null;
  person: { name: string; email: string } | null;
};
