import { join } from "node:path";
import { ParleyError } from "#lib/core/errors.ts";
import { runInChild } from "#lib/core/run-in-child.ts";
import { takeSlot } from "#lib/limits/take-slot.ts";
import type { CalendarDay } from "../schema.ts";

export type CalendarReply = { days: CalendarDay[] } | { refused: string };

const PROGRAM = join(process.cwd(), "lib/status/calendar/read-calendar-process.ts");
const LIMITS = { timeMs: 15_000, memoryBytes: 400_000_000 };
const SLOTS = {
  name: "calendar readers",
  most: 2,
  refusal: "Other calendars are being read. Try again in a few seconds.",
  retrySeconds: 3,
};

/**
 * The free days of an iCalendar file in this year and the next, read in a child process.
 * @throws ParleyError invalid for what is no calendar or takes too long, unavailable while others are read
 */
export async function readCalendarInChild(text: string, now: Date): Promise<CalendarDay[]> {
  const year = now.getUTCFullYear();
  const span = { from: `${year}-01-01`, to: `${year + 1}-12-31` };
  const release = takeSlot(SLOTS);
  const ended = await runInChild<CalendarReply>(PROGRAM, { text, span }, LIMITS).finally(release);
  if (ended.end !== "reply")
    throw new ParleyError("invalid", "This calendar takes too much time or memory to read.");
  if ("refused" in ended.reply) throw new ParleyError("invalid", ended.reply.refused);
  return ended.reply.days;
}
