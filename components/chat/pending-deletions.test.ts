import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { recordPendingDeletion, withoutPendingDeletions } from "./pending-deletions.ts";

const listed = [{ id: "a" }, { id: "b" }];

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.useFakeTimers();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("hides what was being deleted when the page unloaded, until the deletion is done", () => {
  expect(withoutPendingDeletions(listed)).toEqual(listed);
  recordPendingDeletion("a");
  recordPendingDeletion("c");
  expect(withoutPendingDeletions(listed)).toEqual([{ id: "b" }]);
  vi.advanceTimersByTime(10_001);
  expect(withoutPendingDeletions(listed), "then the server's word counts again").toEqual(listed);
});

it.each(["not json", '"text"', "[null]", '[{"id":1}]'])("ignores the invalid stored value %s", (value) => {
  sessionStorage.setItem("parley.deleting", value);
  expect(withoutPendingDeletions(listed)).toEqual(listed);
});

it("works without session storage", () => {
  vi.stubGlobal("sessionStorage", undefined);
  recordPendingDeletion("a");
  expect(withoutPendingDeletions(listed)).toEqual(listed);
});
