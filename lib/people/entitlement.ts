import type { AccessPolicy } from "#lib/tenant/schema.ts";
import type { Entitlement, EntitlementState } from "./schema.ts";

export type EntitlementRow = {
  state: EntitlementState;
  messagesUsed: number;
  /** When the trial or the current state started. */
  since: Date;
  approvedUntil: Date | null;
  reason: string | null;
};

const DAY_MS = 86_400_000;

/**
 * Computes a person's entitlement by the same rules as `platform.take_message`, which enforces them.
 * @param row null for a person who has not asked anything yet
 */
export function entitlementOf(
  row: EntitlementRow | null,
  policy: AccessPolicy,
  isGuest: boolean,
  now: Date,
): Entitlement {
  if (row?.state === "suspended") return { kind: "suspended", refusal: "suspended", reason: row.reason };
  if (row?.state === "established") {
    const { approvedUntil: until } = row;
    if (until && until <= now) return { kind: "expired", refusal: "established_over" };
    return { kind: "established", messagesLeft: null, endsAt: until?.toISOString() ?? null };
  }
  const used = row?.messagesUsed ?? 0;
  if (isGuest) {
    const { guestMessages } = policy;
    if (guestMessages !== null && used >= guestMessages) return { kind: "expired", refusal: "guest_used" };
    return { kind: "guest", messagesLeft: left(guestMessages, used), endsAt: null };
  }
  const { trialMessages, trialDays } = policy;
  const endsAt = trialDays === null ? null : new Date((row?.since ?? now).getTime() + trialDays * DAY_MS);
  if (endsAt && endsAt <= now) return { kind: "expired", refusal: "trial_over" };
  if (trialMessages !== null && used >= trialMessages) return { kind: "expired", refusal: "trial_used" };
  return { kind: "trial", messagesLeft: left(trialMessages, used), endsAt: endsAt?.toISOString() ?? null };
}

function left(most: number | null, used: number): number | null {
  return most === null ? null : Math.max(0, most - used);
}
