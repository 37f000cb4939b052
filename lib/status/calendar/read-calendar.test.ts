import { expect, it } from "vitest";
import { readCalendar } from "./read-calendar.ts";

const span = { from: "2026-01-01", to: "2027-12-31" };
const calendar = (...events: string[][]) =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    ...events.flatMap((lines, index) => ["BEGIN:VEVENT", `UID:${index}`, ...lines, "END:VEVENT"]),
    "END:VCALENDAR",
  ].join("\r\n");
const dates = (text: string) => readCalendar(text, span).map(({ date }) => date);

it("reads whole days, each of several, with names", () => {
  const text = calendar(
    ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas\\, mostly"],
    ["DTSTART;VALUE=DATE:20260501", "SUMMARY;LANGUAGE=de:Tag der ", " Arbeit"],
    // Two calendars may name one day.
    ["DTSTART;VALUE=DATE:20261225", "SUMMARY:Again"],
  );
  expect(readCalendar(text, span)).toEqual([
    { date: "2026-05-01", name: "Tag der Arbeit" },
    { date: "2026-12-24", name: "Christmas, mostly" },
    { date: "2026-12-25", name: "Christmas, mostly" },
    { date: "2026-12-26", name: "Christmas, mostly" },
  ]);
});

it("repeats what repeats, without exceptions, within the span alone", () => {
  expect(dates(calendar(["DTSTART;VALUE=DATE:19900101", "RRULE:FREQ=YEARLY", "SUMMARY:New Year"]))).toEqual([
    "2026-01-01",
    "2027-01-01",
  ]);
  const fridays = calendar([
    "DTSTART;VALUE=DATE:20261204",
    "RRULE:FREQ=WEEKLY;UNTIL=20261225",
    "EXDATE;VALUE=DATE:20261211",
  ]);
  expect(dates(fridays)).toEqual(["2026-12-04", "2026-12-18", "2026-12-25"]);
});

it("leaves out times of day, canceled events, and what repeats within a day", () => {
  const text = calendar(
    ["DTSTART:20260501T090000Z", "DTEND:20260501T100000Z", "SUMMARY:Meeting"],
    ["DTSTART;VALUE=DATE:20260502", "STATUS:CANCELLED"],
    ["DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=SECONDLY"],
    ["DTSTART;VALUE=DATE:20250101"],
  );
  expect(dates(text)).toEqual([]);
});

it("refuses what is no calendar, and more days than a team keeps", () => {
  expect(() => dates("<html>Sign in</html>")).toThrow("This is not an iCalendar file.");
  const daily = ["DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=DAILY"];
  expect(dates(calendar(daily))).toHaveLength(730);
  const longer = { from: "2020-01-01", to: "2030-12-31" };
  expect(() => readCalendar(calendar(daily), longer)).toThrow("more than 800 free days");
  // Cut off in the middle, it still says what it says.
  expect(dates("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260501")).toEqual([]);
  const endless = ["DTSTART;VALUE=DATE:20000501", "DTEND;VALUE=DATE:99991231"];
  expect(dates(calendar(endless))).toHaveLength(730);
});
