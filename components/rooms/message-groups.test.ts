import { describe, expect, test } from "vitest";
import type { WireMessage } from "#lib/rooms/wire.ts";
import { isContinued, isNewDay } from "./message-groups.ts";

const said = (by: string, at: string, more: Partial<WireMessage> = {}) =>
  ({ participant_id: by, created_at: at, reply_to: null, answer: null, ...more }) as WireMessage;

describe("isContinued", () => {
  const first = said("a", "2026-05-04T10:00:00");
  test("is true shortly after a message of the same author", () => {
    expect(isContinued(first, said("a", "2026-05-04T10:04:00"))).toBe(true);
  });
  test.each([
    ["another author", said("b", "2026-05-04T10:00:01")],
    ["a later time", said("a", "2026-05-04T10:05:00")],
    ["a reply", said("a", "2026-05-04T10:01:00", { reply_to: { id: "m", username: "b", content: "" } })],
  ])("is false for %s", (_, message) => {
    expect(isContinued(first, message)).toBe(false);
  });
  test("is false for the first message", () => {
    expect(isContinued(undefined, first)).toBe(false);
  });
});

describe("isNewDay", () => {
  const now = new Date("2026-05-04T12:00:00");
  test("is true between days, and for a first message from another day", () => {
    expect(isNewDay(said("a", "2026-05-03T23:59:00"), said("a", "2026-05-04T00:01:00"), now)).toBe(true);
    expect(isNewDay(undefined, said("a", "2026-05-03T10:00:00"), now)).toBe(true);
  });
  test("is false within a day, and for a first message from today", () => {
    expect(isNewDay(said("a", "2026-05-04T00:01:00"), said("a", "2026-05-04T10:00:00"), now)).toBe(false);
    expect(isNewDay(undefined, said("a", "2026-05-04T10:00:00"), now)).toBe(false);
  });
});
