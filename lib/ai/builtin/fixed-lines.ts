import type { Passage } from "../schema.ts";
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
  if (THANKS.test(plain)) return "You are welcome. Ask me anything else you would like to know.";
  if (FAREWELL.test(plain)) return "Goodbye, and come back any time.";
  return undefined;
}

/** With the mark of no passage, by which any model tells that it found no answer. */
export function decline(passages: Passage[], nearest = 0): string {
  const line = "I could not find an answer to that in the knowledge I have. [0]";
  const passage = passages[nearest];
  if (!passage) return line;
  const place = [passage.title, passage.headingPath.at(-1) ?? ""].map(plainName).filter(Boolean);
  if (place.length === 0) return line;
  return `${line} The nearest I found is *${[...new Set(place)].join(" › ")}* [${passage.number}].`;
}

function plainName(name: string): string {
  return cleanInline(name.slice(0, 500))
    .replace(/[*_`[\]<>\\]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 120);
}
