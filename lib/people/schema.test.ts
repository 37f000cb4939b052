import { describe, expect, test } from "vitest";
import { accessPolicy } from "#lib/tenant/schema.ts";
import { accessCodeInput, entitlementChange, profile } from "./schema.ts";

const born = {
  birthDate: "1990-08-01",
  birthTime: "14:30",
  birthPlace: { name: "Berlin", latitude: 52.52, longitude: 13.405, timeZone: "Europe/Berlin" },
  timeZone: "America/New_York",
  language: "german",
};

describe("profile", () => {
  test("accepts a full profile, and fills in what is omitted", () => {
    expect(profile.parse({ ...born, isAdmin: true })).toEqual(born);
    expect(profile.parse({})).toEqual({
      birthDate: null,
      birthTime: null,
      birthPlace: null,
      timeZone: null,
      language: null,
    });
  });

  test.each([
    ["an invalid date", { birthDate: "1990-02-30" }],
    ["a day to come", { birthDate: "2999-01-01" }],
    ["a day too long ago", { birthDate: "1899-12-31" }],
    ["an hour that is none", { birthTime: "24:00" }],
    ["a time zone that is none", { timeZone: "Europe/Atlantis" }],
    ["a time zone of the place that is none", { birthPlace: { ...born.birthPlace, timeZone: "x" } }],
    ["a place beyond the pole", { birthPlace: { ...born.birthPlace, latitude: 90.1 } }],
    ["a place without a name", { birthPlace: { ...born.birthPlace, name: "  " } }],
    ["a name that cannot be kept", { birthPlace: { ...born.birthPlace, name: "Ber\0lin" } }],
    ["half of a sign", { birthPlace: { ...born.birthPlace, name: "\ud83c" } }],
    ["a name without end", { birthPlace: { ...born.birthPlace, name: "x".repeat(121) } }],
    ["a language that is none", { language: "simple text" }],
    ["another shape", { birthDate: { $gt: "" } }],
  ])("rejects %s", (_, change) => {
    expect(profile.safeParse({ ...born, ...change }).success).toBe(false);
  });
});

test("changes by an admin are validated", () => {
  for (const change of [
    { state: "expired" },
    { state: "suspended", reason: "x".repeat(301) },
    { state: "suspended", reason: "\0" },
    { state: "established", until: "tomorrow" },
  ])
    expect(entitlementChange.safeParse(change).success, JSON.stringify(change)).toBe(false);
  for (const code of [{ uses: 0 }, { uses: 1.5 }, { days: 0 }, { days: 1e9 }])
    expect(accessCodeInput.safeParse(code).success, JSON.stringify(code)).toBe(false);
  for (const access of [{ trialDays: 0 }, { trialMessages: -1 }, { guestMessages: "many" }])
    expect(accessPolicy.safeParse(access).success, JSON.stringify(access)).toBe(false);
});
