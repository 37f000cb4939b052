import { readSpan } from "./read-span.ts";

/** A question about what people did. */
export type WorkQuestion = {
  /** As it was said; `me` for the person who asks, null for everyone. */
  who: string | null;
  /** As it was said, such as `last week`; null where nothing was said. */
  when: string | null;
};

const LEAD =
  /^(?:(?:hey|hi|hello|ok|okay|so|please|and|well|parley|(?:can|could|would) you (?:please )?(?:tell|show) me|(?:please )?(?:tell|show) me|do you know|i(?:'d| would) like to know)\b[,:!]?\s*)+/i;
const DONE = "(?:do|work on|get done|get up to|finish|complete|accomplish|achieve|ship|report|write|get to)";
const DOING =
  "(?:been )?(?:doing|done|working on|worked on|up to|finished|finishing|completed|accomplished|achieved|shipped|shipping|reported|written|writing)";
const WHO = "(?<who>.{1,80}?)";
const SHOW = "(?:summari[sz]e|sum up|list|show|give me|what (?:is|are|was|were))";
const OF = "(?: (?:from|for|of|in|on))?";
const WHEN = "(?:,?\\s+(?<when>.{1,60}?))?";
/** `needsTime`: without one, the same words ask about anything. */
const forms = [
  { form: `what (?:all |exactly |else )?did ${WHO} ${DONE}${WHEN}` },
  { form: `what(?:'s| has| have| is| are| was| were) ${WHO} ${DOING}${WHEN}` },
  {
    form: `what(?:'s new| happened| is new| was going on| is going on|'s going on)(?: (?:in|with|at|on))? ${WHO}${WHEN}`,
    needsTime: true,
  },
  {
    form: `${SHOW} (?:${WHO}(?:'s|s')|(?<own>my|our)) (?:updates?|check-?ins?|work|week|day|progress)${OF}${WHEN}`,
  },
  // “Show me” counts as politeness and is gone.
  { form: `(?:${WHO}(?:'s|s')|(?<own>my|our)) (?:updates?|check-?ins?)${OF}${WHEN}` },
  { form: `${SHOW}?(?: ?all)?(?: ?the)? ?(?:updates?|check-?ins?) (?:of|from|by) ${WHO}${WHEN}` },
].map(({ form, needsTime = false }) => ({ pattern: new RegExp(`^${form}$`, "i"), needsTime }));
const CONTINUES = /^(?:and|what about|how about)\s+(.{1,80})$/i;
const MAX_CHARS = 200;
const ME = /^(?:i|me|my|myself)$/i;
const EVERYONE =
  /^(?:we|us|our|everyone|everybody|all(?: of us)?|(?:the|our|all|all the) teams?|(?:the|our) people|anyone)$/i;
/** Words that name nobody: the question is about something else. */
const NOBODY =
  /^(?:you|your|it|its|that|this|these|those|there|he|she|him|her|they|them|one|people|(?:the |a |an |this |that )?(?:chatbot|bot|app|button|law|error|fee|price|warranty|company|product|service|device|battery))$/i;

/**
 * Reads a message that asks what a person or a team did, as one sentence and nothing else; null for any
 * other. `earlier`: the person's messages before it, for one that continues such a question.
 */
export function readWorkQuestion(message: string, earlier: readonly string[] = []): WorkQuestion | null {
  const line = oneLine(message);
  const text = line.replace(LEAD, "").trim();
  for (const { pattern, needsTime } of forms) {
    const { own = "", who = own, when = "" } = pattern.exec(text)?.groups ?? {};
    const read = who ? readParts(who, when) : null;
    if (read && (read.when !== null || !needsTime)) return read;
  }
  const before = earlier.at(-1);
  const [, rest] = CONTINUES.exec(line) ?? [];
  const asked = rest && before !== undefined ? readWorkQuestion(before) : null;
  return asked && rest ? continued(asked, rest) : null;
}

/** Reads what follows `/checkin ask`: a whole question, or only a name and a time. */
export function readAsked(message: string): WorkQuestion | null {
  return readWorkQuestion(message) ?? readNameAndTime(oneLine(message));
}

/** Without punctuation at the end; empty for a longer message. */
function oneLine(message: string): string {
  const line = message.normalize("NFKC").replace(/[’‘`]/g, "'").trim();
  if (line.length > MAX_CHARS || line.includes("\n")) return "";
  return line.replace(/\s+/g, " ").replace(/[\s?!.]+$/, "");
}

/** The time may have been taken for a part of the name, as in “what is new in Design this week”. */
function readParts(who: string, when: string): WorkQuestion | null {
  if (when !== "") return isSpan(when) ? asking(who, when) : null;
  return readNameAndTime(who);
}

function readNameAndTime(text: string): WorkQuestion | null {
  const words = text.split(" ");
  for (let at = 0; at < words.length; at += 1) {
    const when = words.slice(at).join(" ");
    if (isSpan(when)) return asking(words.slice(0, at).join(" ").replace(/,$/, ""), when);
  }
  return asking(text, null);
}

/** @param rest a name, a time, or both */
function continued(asked: WorkQuestion, rest: string): WorkQuestion | null {
  if (isSpan(rest)) return { ...asked, when: rest };
  const read = readNameAndTime(rest);
  return read && { who: read.who, when: read.when ?? asked.when };
}

function asking(said: string, when: string | null): WorkQuestion | null {
  const who = said
    .trim()
    .replace(/^(?:the|our) (?=.+ team$)/i, "")
    .replace(/^(?:everyone|everybody|people|all) (?:in|of|on|at|from) (?:the )?/i, "")
    .replace(/'s$/i, "");
  if (NOBODY.test(who) || who.split(" ").length > 6) return null;
  if (who === "" && when === null) return null;
  if (ME.test(who)) return { who: "me", when };
  return { who: who === "" || EVERYONE.test(who) ? null : who, when };
}

/** Any day will do: what counts is whether it names a time. */
const isSpan = (text: string) => readSpan(text, "2026-01-01") !== null;
