import { ParleyError } from "#lib/core/errors.ts";
import type { DailyQuota, HeldQuota } from "#lib/core/plan-limits.ts";
import type { Refusal } from "#lib/limits/limit-requests.ts";
import type { QuotaRefusal } from "./schema.ts";

const ofHeld: Record<Exclude<HeldQuota, "storageBytes">, string> = {
  chatbots: "chatbots",
  members: "members",
  apiKeys: "API keys",
  documents: "documents",
  passages: "passages",
};
const ofDay: Record<DailyQuota, string> = {
  crawledPages: "web pages",
  embeddingTokens: "embedded tokens",
  parserSeconds: "seconds of file processing",
  photos: "analyzed photos",
};
const DAY_SECONDS = 86_400;
const count = (value: number) => value.toLocaleString("en");

/** 402, or 413 if something smaller may still fit. */
export function heldRefusal(quota: HeldQuota, limit: number, used: number): ParleyError {
  const details: QuotaRefusal = { quota, limit, used };
  if (quota === "storageBytes") {
    const left = Math.max(0, limit - used) / 1_000_000;
    return new ParleyError(
      "too_large",
      `This workspace has ${left.toLocaleString("en", { maximumFractionDigits: 1 })} MB of its ${count(limit / 1_000_000)} MB of storage left. Delete documents, or ask the operator for more.`,
      details,
    );
  }
  return new ParleyError(
    "quota_exceeded",
    `This workspace has reached its limit of ${count(limit)} ${ofHeld[quota]}. Delete some, or ask the operator for more.`,
    details,
  );
}

/** 429 until the day ends (UTC). */
export function dailyRefusal(
  quota: DailyQuota,
  { limit, now, resetsAt }: { limit: number; now: Date; resetsAt: Date },
): ParleyError {
  return new ParleyError(
    "limited",
    `This workspace has reached its limit of ${count(limit)} ${ofDay[quota]} per day. Try again after 00:00 UTC, or ask the operator for more.`,
    {
      retryAfter: Math.max(1, Math.ceil((resetsAt.getTime() - now.getTime()) / 1_000)),
      limit: `quota-${quota}`,
      quota: limit,
      window: DAY_SECONDS,
    } satisfies Refusal,
  );
}
