import { ParleyError } from "#lib/core/errors.ts";
import { type CalendarSpan, readCalendar } from "./read-calendar.ts";
import type { CalendarReply } from "./read-calendar-in-child.ts";

/** Reads one calendar and exits, so that a hostile one stops nothing else. */
process.once("message", ({ text, span }: { text: string; span: CalendarSpan }) => {
  process.send?.(reply(text, span), () => process.exit(0));
});

function reply(text: string, span: CalendarSpan): CalendarReply {
  try {
    return { days: readCalendar(text, span) };
  } catch (error) {
    return { refused: error instanceof ParleyError ? error.message : "This is not a valid iCalendar file." };
  }
}
