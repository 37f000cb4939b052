import type { AccessPolicy } from "#lib/tenant/schema.ts";
import { entitlementOf } from "./entitlement.ts";
import type { EntitlementState, PersonSummary } from "./schema.ts";

/** `state` and the fields after it are null for a person who has not asked anything yet. */
export type PersonRow = {
  userId: string;
  name: string;
  email: string;
  joinedAt: Date;
  state: EntitlementState | null;
  messagesUsed: number | null;
  since: Date | null;
  approvedUntil: Date | null;
  reason: string | null;
};

/** Summarizes an end user for Studio. */
export function summarizePerson(row: PersonRow, policy: AccessPolicy, now: Date): PersonSummary {
  const { userId, name, email, joinedAt, state, messagesUsed, since, ...rest } = row;
  const used = messagesUsed ?? 0;
  const entitlementRow = state && since ? { state, messagesUsed: used, since, ...rest } : null;
  return {
    id: userId,
    name,
    email,
    joinedAt: joinedAt.toISOString(),
    messagesUsed: used,
    entitlement: entitlementOf(entitlementRow, policy, false, now),
  };
}
