import { afterEach, beforeEach, expect, vi } from "vitest";

/** A test that logs an error fails, whatever else it asserts. */
beforeEach(() => {
  vi.spyOn(console, "error");
});

afterEach(() => {
  expect(console.error).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
