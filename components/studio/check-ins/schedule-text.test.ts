import { expect, test } from "vitest";
import { readSchedule, writeSchedule } from "./schedule-text.ts";

const t = (key: string) => key;

test("writes what it reads", () => {
  expect(writeSchedule([5, 1, 2, 3, 4], "09:30")).toBe("mon-fri 09:30");
  expect(writeSchedule([7, 3], "16:05")).toBe("wed,sun 16:05");
  expect(writeSchedule([], "16:05")).toBeNull();
  expect(readSchedule("mon-fri 09:30", t)).toEqual({ days: "weekdays", time: "09:30" });
  expect(readSchedule("wed,sun 16:05", t)).toEqual({ days: "dayLetters.3 dayLetters.7", time: "16:05" });
  expect(readSchedule("daily", t)).toEqual({ days: "everyDay", time: "09:00" });
  expect(readSchedule(null, t)).toBeNull();
  expect(readSchedule("sometimes", t)).toBeNull();
});
