import { z } from "zod";

/** What a workspace may hold. */
export const heldQuotas = [
  "chatbots",
  "members",
  "apiKeys",
  "documents",
  "storageBytes",
  "passages",
] as const;
/** What it may use per day (UTC). */
export const dailyQuotas = ["crawledPages", "embeddingTokens", "parserSeconds", "photos"] as const;
/** `workspaces`: that one account may create. `messages`: the highest daily limit an owner may set. */
export const quotaNames = ["workspaces", "messages", ...heldQuotas, ...dailyQuotas] as const;
export type QuotaName = (typeof quotaNames)[number];
export type HeldQuota = (typeof heldQuotas)[number];
export type DailyQuota = (typeof dailyQuotas)[number];

/** Null: no limit. */
export type PlanLimits = Record<QuotaName, number | null>;

/** Safe for an instance where anyone may sign up: docs/limits.md says what 20 accounts can use together. */
export const defaultPlanLimits: PlanLimits = {
  workspaces: 3,
  messages: 10_000,
  chatbots: 20,
  members: 25,
  apiKeys: 20,
  documents: 2_000,
  storageBytes: 500_000_000,
  passages: 50_000,
  crawledPages: 1_000,
  embeddingTokens: 2_000_000,
  parserSeconds: 900,
  photos: 200,
};

const limit = z.int().min(0).max(1e15).nullable();

/** Omitted limits keep their values. */
export const planLimitsChange = z.partialRecord(z.enum(quotaNames), limit);
export type PlanLimitsChange = z.infer<typeof planLimitsChange>;

/** Parses `documents=5000,storageBytes=none`. */
export const planLimitsText = z.string().transform((text, check): PlanLimitsChange => {
  const entries = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => part.split("=").map((side) => side.trim()));
  const given = entries.map(([name, value = ""]) => [
    name,
    value === "none" ? null : value === "" ? Number.NaN : Number(value),
  ]);
  const parsed = planLimitsChange.safeParse(Object.fromEntries(given));
  if (parsed.success && entries.every((sides) => sides.length === 2)) return parsed.data;
  check.addIssue({
    code: "custom",
    message: `Use NAME=NUMBER or NAME=none, separated by commas. Names: ${quotaNames.join(", ")}`,
  });
  return z.NEVER;
});
