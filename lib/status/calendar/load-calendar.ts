import { ParleyError } from "#lib/core/errors.ts";
import { fetchPublic } from "#lib/core/outbound.ts";
import { type CalendarInput, MAX_CALENDAR, type TeamCalendar } from "../schema.ts";
import { readCalendarInChild } from "./read-calendar-in-child.ts";

const TIMEOUT_MS = 15_000;

export type Fetch = typeof fetchPublic;

/**
 * Reads the free days of a file or an address, which may begin with webcal instead of https.
 * @throws ParleyError invalid, too_large, unavailable
 */
export async function loadCalendar(
  input: CalendarInput,
  { now, fetch = fetchPublic }: { now: Date; fetch?: Fetch },
): Promise<TeamCalendar> {
  if ("text" in input)
    return {
      source: "file",
      name: input.name,
      days: await readCalendarInChild(input.text, now),
      problem: null,
    };
  const url = input.url.trim().replace(/^webcals?:/i, "https:");
  if (!/^https:/i.test(url)) throw new ParleyError("invalid", "The URL must start with https://.");
  const text = await fetchText(url, fetch);
  return { source: "url", name: url, days: await readCalendarInChild(text, now), problem: null };
}

async function fetchText(url: string, fetch: Fetch): Promise<string> {
  const response = await fetch(url, { maxBytes: MAX_CALENDAR, timeoutMs: TIMEOUT_MS });
  if (response.status !== 200)
    throw new ParleyError("invalid", `The calendar could not be read: status ${response.status}.`);
  return response.body.toString("utf8");
}
