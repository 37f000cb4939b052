import { expect, test } from "vitest";
import { openAccess } from "#lib/tenant/schema.ts";
import { type EntitlementRow, entitlementOf } from "./entitlement.ts";

const now = new Date("2026-11-29T12:00:00Z");
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
const row = (more: Partial<EntitlementRow> = {}): EntitlementRow => ({
  state: "trial",
  messagesUsed: 0,
  since: days(-1),
  approvedUntil: null,
  reason: null,
  ...more,
});
const policy = { accounts: true, guestMessages: 3, trialMessages: 10, trialDays: 7 };

test("guests are limited by messages, or not at all where there is no limit", () => {
  expect(entitlementOf(null, policy, true, now)).toEqual({ kind: "guest", messagesLeft: 3, endsAt: null });
  expect(entitlementOf(row({ messagesUsed: 2 }), policy, true, now)).toMatchObject({ messagesLeft: 1 });
  expect(entitlementOf(row({ messagesUsed: 3 }), policy, true, now)).toEqual({
    kind: "expired",
    refusal: "guest_used",
  });
  expect(entitlementOf(row({ messagesUsed: 999 }), openAccess, true, now)).toMatchObject({
    messagesLeft: null,
  });
});

test("a trial ends by messages or by days, whichever comes first", () => {
  expect(entitlementOf(row({ messagesUsed: 9 }), policy, false, now)).toEqual({
    kind: "trial",
    messagesLeft: 1,
    endsAt: days(6).toISOString(),
  });
  expect(entitlementOf(row({ messagesUsed: 10 }), policy, false, now)).toMatchObject({
    refusal: "trial_used",
  });
  expect(entitlementOf(row({ since: days(-7) }), policy, false, now)).toMatchObject({
    refusal: "trial_over",
  });
  expect(entitlementOf(null, policy, false, now)).toMatchObject({
    kind: "trial",
    endsAt: days(7).toISOString(),
  });
});

test("full access ends only at the date that was set", () => {
  const one = row({ state: "established", messagesUsed: 500 });
  expect(entitlementOf(one, policy, false, now)).toEqual({
    kind: "established",
    messagesLeft: null,
    endsAt: null,
  });
  expect(entitlementOf({ ...one, approvedUntil: days(1) }, policy, false, now)).toMatchObject({
    kind: "established",
    endsAt: days(1).toISOString(),
  });
  expect(entitlementOf({ ...one, approvedUntil: now }, policy, false, now)).toEqual({
    kind: "expired",
    refusal: "established_over",
  });
});

test("a suspension overrides everything else and carries its reason", () => {
  const one = row({ state: "suspended", reason: "Spam" });
  for (const isGuest of [true, false])
    expect(entitlementOf(one, openAccess, isGuest, now)).toEqual({
      kind: "suspended",
      refusal: "suspended",
      reason: "Spam",
    });
});
