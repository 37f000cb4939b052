import type { AnswerPolicy, Passage } from "../schema.ts";
import { cleanInline } from "./clean-markdown.ts";
import { fold } from "./words.ts";

const GREETING =
  /^(?:hi+|hello+|hey+|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: (?:there|all|bot|everyone|again))?$/;
const THANKS =
  /^(?:ok(?:ay)? |great |perfect |super )?(?:thanks?|thank you|thx|ty|cheers|much appreciated)(?: (?:you|a lot|so much|very much|again|for (?:your|the) help|for that))*$/;
const FAREWELL = /^(?:bye+|bye bye|goodbye|see you|see you later|good night)$/;

/** Returns a short reply to a greeting, thanks or goodbye; undefined for a question, even a polite one. */
export function replyToCourtesy(question: string): string | undefined {
  const plain = fold(question.slice(0, 200))
    .replace(/[^\p{L}\p{N}\s]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (GREETING.test(plain)) return "Hello! What would you like to know?";
  if (THANKS.test(plain)) return "You're welcome! Let me know if you have another question.";
  if (FAREWELL.test(plain)) return "Goodbye! Come back anytime.";
  return undefined;
}

const MAX_WORDS = 6;
const MAX_NEAREST = 3;

type Decline = { searchedWords: string[]; passages: Passage[]; nearest: number; policy: AnswerPolicy };

/**
 * Says that no answer was found, what was searched for and which passages are closest. Its first mark is
 * `[0]`, by which every model signals that it found no answer.
 */
export function decline({ searchedWords, passages, nearest, policy }: Decline): string {
  const lines = ["I don't have an answer to that in my sources. [0]"];
  const words = searchedWords.slice(0, MAX_WORDS).map((word) => `“${word}”`);
  if (words.length > 0) lines.push(`I searched for ${formatList(words)}.`);
  const near = nearestPlaces(passages, nearest);
  if (near.length > 0) lines.push(`${near.length > 1 ? "These" : "This"} might help: ${formatList(near)}.`);
  if (policy !== "knowledge")
    lines.push("I can only answer from my documents because no AI model is connected.");
  return lines.join(" ");
}

/** One place per document, the closest first. */
function nearestPlaces(passages: Passage[], nearest: number): string[] {
  const first = passages[nearest];
  const inOrder = first ? [first, ...passages.filter((passage) => passage !== first)] : [];
  const places = new Map<string, string>();
  for (const { title, headingPath, number } of inOrder) {
    const place = [...new Set([title, headingPath.at(-1) ?? ""].map(plainName).filter(Boolean))].join(" › ");
    if (place && !places.has(title)) places.set(title, `*${place}* [${number}]`);
  }
  return [...places.values()].slice(0, MAX_NEAREST);
}

function formatList(parts: string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function plainName(name: string): string {
  return cleanInline(name.slice(0, 500))
    .replace(/[*_`[\]<>\\]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 120);
}
