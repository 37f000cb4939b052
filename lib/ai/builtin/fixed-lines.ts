import type { AnswerPolicy, Passage } from "../schema.ts";
import { cleanInline } from "./clean-markdown.ts";
import { fold } from "./words.ts";

const GREETING =
  /^(?:hi+|hello+|hey+|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: (?:there|all|bot|everyone|again))?$/;
const THANKS =
  /^(?:ok(?:ay)? |great |perfect |super )?(?:thanks?|thank you|thx|ty|cheers|much appreciated)(?: (?:you|a lot|so much|very much|again|for (?:your|the) help|for that))*$/;
const FAREWELL = /^(?:bye+|bye bye|goodbye|see you|see you later|good night)$/;

/** A short line for a greeting, thanks or a goodbye; nothing for a question, also a polite one. */
export function courtesy(question: string): string | undefined {
  const plain = fold(question.slice(0, 200))
    .replace(/[^\p{L}\p{N}\s]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (GREETING.test(plain)) return "Hello! What would you like to know?";
  if (THANKS.test(plain)) return "You're welcome! Let me know if you have another question.";
  if (FAREWELL.test(plain)) return "Goodbye! Come back anytime.";
  return undefined;
}

const MOST_WORDS = 6;
const MOST_NEAREST = 3;

type Decline = { lookedFor: string[]; passages: Passage[]; nearest: number; policy: AnswerPolicy };

/**
 * Says that there is no answer, what was looked for, and what is near; and, where more is allowed, that no more is known.
 * With the mark of no passage first, by which any model tells that it found no answer.
 */
export function decline({ lookedFor, passages, nearest, policy }: Decline): string {
  const lines = ["I don't have an answer to that in my sources. [0]"];
  const words = lookedFor.slice(0, MOST_WORDS).map((word) => `“${word}”`);
  if (words.length > 0) lines.push(`I searched for ${listed(words)}.`);
  const near = nearestPlaces(passages, nearest);
  if (near.length > 0) lines.push(`${near.length > 1 ? "These" : "This"} might help: ${listed(near)}.`);
  if (policy !== "knowledge")
    lines.push("I can only answer from my documents because no AI model is connected.");
  return lines.join(" ");
}

/** One place a document, the nearest first. */
function nearestPlaces(passages: Passage[], nearest: number): string[] {
  const first = passages[nearest];
  const inOrder = first ? [first, ...passages.filter((passage) => passage !== first)] : [];
  const places = new Map<string, string>();
  for (const { title, headingPath, number } of inOrder) {
    const place = [...new Set([title, headingPath.at(-1) ?? ""].map(plainName).filter(Boolean))].join(" › ");
    if (place && !places.has(title)) places.set(title, `*${place}* [${number}]`);
  }
  return [...places.values()].slice(0, MOST_NEAREST);
}

function listed(parts: string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function plainName(name: string): string {
  return cleanInline(name.slice(0, 500))
    .replace(/[*_`[\]<>\\]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 120);
}
