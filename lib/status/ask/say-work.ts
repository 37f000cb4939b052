import { MAX_COUNTED, MAX_STATEMENTS, type Work } from "./find-work.ts";
import { type Span, shortDay } from "./read-span.ts";

/** What is found, in one sentence; with statements, it stands beside them. */
export function sayWork(work: Work): string {
  switch (work.kind) {
    case "found": {
      const { who, isOwn, span, statements, older } = work;
      const count = statements.length + older;
      const shown = older > 0 ? ` These are the newest ${MAX_STATEMENTS}.` : "";
      const updates = `${count > MAX_COUNTED ? `more than ${MAX_COUNTED}` : count} ${count === 1 ? "update" : "updates"}`;
      const subject = who === "everyone" ? "The teams" : isOwn ? "You" : capital(who);
      return `${subject} wrote ${updates} ${timeOf(span)}.${shown}`;
    }
    case "nothing": {
      const { who, isOwn, span } = work;
      const by = who === "everyone" ? "" : ` by ${isOwn ? "you" : who}`;
      return `I found no updates${by} ${timeOf(span)}.`;
    }
    case "unknown":
      return `I found nobody and no team called “${work.said}” in the check-ins of this workspace.`;
    case "several":
      return `“${work.said}” could be ${list(work.names)}. Who do you mean?`;
    case "no-span":
      return `I don't understand “${work.said}” as a time. Say for example today, yesterday, this week, last week, or a date such as 2026-11-30.`;
    case "no-name":
      return "I can't tell who you are in the check-ins. Ask with a name instead.";
    default:
      return work satisfies never;
  }
}

/** A time, with its dates where the words do not name them. */
function timeOf({ from, to, words }: Span): string {
  if (/\d/.test(words)) return words;
  return `${words} (${from === to ? shortDay(from) : `${shortDay(from)} to ${shortDay(to)}`})`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const list = (names: string[]) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
