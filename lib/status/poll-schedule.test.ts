import { expect, test } from "vitest";
import { readPollSchedule } from "./poll-schedule.ts";

const weekdays = [1, 2, 3, 4, 5];

test.each([
  ["30 9 * * 1-5", { hour: 9, minute: 30, weekdays }],
  ["5 9 * * 1-5", { hour: 9, minute: 5, weekdays }],
  ["0 9 * * MON-FRI", { hour: 9, minute: 0, weekdays }],
  ["0 16 * * 5", { hour: 16, minute: 0, weekdays: [5] }],
  ["0 9 * * 0,6", { hour: 9, minute: 0, weekdays: [6, 7] }],
  ["0 9 * * fri-mon", { hour: 9, minute: 0, weekdays: [1, 5, 6, 7] }],
  ["09:30", { hour: 9, minute: 30, weekdays }],
  ["mon-fri 9:30", { hour: 9, minute: 30, weekdays }],
  ["Monday,Thursday 08:00", { hour: 8, minute: 0, weekdays: [1, 4] }],
  ["daily", { hour: 9, minute: 0, weekdays: [1, 2, 3, 4, 5, 6, 7] }],
  ["weekdays 10:15", { hour: 10, minute: 15, weekdays }],
])("reads %j", (text, schedule) => {
  expect(readPollSchedule(text)).toEqual(schedule);
});

test.each([
  "",
  "*/5 * * * *",
  "0 9 1 * *",
  "0 9 * 2 *",
  "0 24 * * *",
  "60 9 * * *",
  "0 9 * * 8",
  "0 9 * * 1-2-3",
  "0 9 * * monkey",
  "sometimes",
  "mon-fri 9",
  "25:00",
  "0 9,10 * * *",
])("refuses %j", (text) => {
  expect(readPollSchedule(text)).toBeNull();
});
