import { expect, test } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { runSkill } from "#lib/skills/run-skill.ts";
import type { SkillTurn } from "#lib/skills/skill.ts";
import { moonSkill } from "./moon-skill.ts";
import { moonCard } from "./schema.ts";

const look = (input: unknown) =>
  runSkill({} as Context, [moonSkill], { name: "moon_phase", input }, {} as SkillTurn);
const berlin = { name: "Berlin", latitude: 52.52, longitude: 13.405, timeZone: "Europe/Berlin" };

test("describes rise and set in local time for a place", async () => {
  const { outcome, text, cards } = await look({ date: "2026-11-24", place: berlin });
  expect(outcome).toBe("done");
  expect(text).toMatch(/In Berlin, it rises at \d\d:\d\d and sets at \d\d:\d\d \(Europe\/Berlin\)\.$/);
  const rise = moonCard.parse(cards[0]).seenFrom?.rise ?? "";
  // The full moon rises around sunset, within the requested local day.
  expect(new Date(rise) >= new Date("2026-11-23T23:00:00Z")).toBe(true);
  expect(new Date(rise) < new Date("2026-11-24T23:00:00Z")).toBe(true);
  expect(new Date(rise).getUTCHours()).toBe(14);
});

test("omits rise and set without a place", async () => {
  const { text, cards } = await look({ date: "2026-11-24" });
  expect(text).not.toContain("rises");
  expect(cards[0]).toMatchObject({ kind: "moon", seenFrom: null });
});

test.each([
  ["beyond the pole", { ...berlin, latitude: 91 }],
  ["in no time zone", { ...berlin, timeZone: "Moon/Tranquility" }],
  ["whose name cannot be kept", { ...berlin, name: "Ber\0lin" }],
  ["without a name", { ...berlin, name: " " }],
])("a place %s is rejected", async (_, place) => {
  expect((await look({ place })).outcome).toBe("refused");
});
