import {
  phrases,
  type ReplyLanguage,
  replyLanguages,
  type SmallTalkKind,
  smallTalkKinds,
} from "./phrases.ts";
import { readQuestion } from "./read-question.ts";
import { fold } from "./words.ts";

export type SmallTalk = { kind: SmallTalkKind; language: ReplyLanguage };

/** Words that may stand around a phrase without making it a question. */
const AROUND = new Set(
  "please there all bot everyone again so very much a lot for your the help me that it this to i you u my and well oh just really now then want need would like can could with lets let dear friend anyone some real right bitte dir sehr mal ich mochte kann s il vous plait je veux voudrais por favor quiero puedo per favore vorrei posso quero ok okay great perfect super hi hello hey thanks thank is was helped helpful useless nothing".split(
    " ",
  ),
);
const MAX_WORDS = 14;
/** Where a phrase may be anywhere, a message with more words of its own than this is a question. */
const MAX_TOPIC_WORDS = 1;

/** Recognizes a message that is not a question to the sources; null for any other. */
export function readSmallTalk(message: string): SmallTalk | null {
  const plain = fold(message.slice(0, 300))
    .replace(/'/g, "")
    .replace(/[^\p{L}\p{N}\s]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  const count = plain === "" ? 0 : plain.split(" ").length;
  if (count === 0 || count > MAX_WORDS) return null;
  for (const kind of order) {
    for (const language of replyLanguages) {
      const found = phrases[language][kind].some((phrase) => fits(kind, plain, phrase, message));
      if (found) return { kind, language };
    }
  }
  return null;
}

/** Whether a message is best answered with a way to reach a person. */
export function wantsPerson(message: string): boolean {
  const kind = readSmallTalk(message)?.kind;
  return kind === "person" || kind === "frustration";
}

/** What weighs more comes first: "thanks, but I want to talk to a human". */
const order = [
  "frustration",
  "person",
  "isBot",
  "identity",
  "capability",
  ...smallTalkKinds,
] as const satisfies readonly SmallTalkKind[];

function fits(kind: SmallTalkKind, plain: string, phrase: string, message: string): boolean {
  if (!plain.includes(phrase)) return false;
  const at = ` ${plain} `.indexOf(` ${phrase} `);
  if (at < 0) return false;
  if (plain === phrase) return true;
  if (kind === "acknowledgement" || kind === "farewell" || kind === "greeting")
    return isOnlyAround(plain, phrase) && !/\?\s*$/.test(message);
  if (kind === "person" || kind === "frustration")
    return phrase.includes(" ") ? hasFewTopics(plain, phrase) : isOnlyAround(plain, phrase);
  if (kind === "thanks") return hasFewTopics(plain, phrase) && !/\?\s*$/.test(message);
  return phrase.includes(" ") && isOnlyAround(plain, phrase);
}

function isOnlyAround(plain: string, phrase: string): boolean {
  const rest = ` ${plain} `.replace(` ${phrase} `, " ").trim();
  return rest.split(" ").every((word) => word === "" || AROUND.has(word));
}

function hasFewTopics(plain: string, phrase: string): boolean {
  const rest = ` ${plain} `.replace(` ${phrase} `, " ").trim();
  const { terms, shapes } = readQuestion(rest);
  const topics = terms.filter(({ importance, surface }) => importance >= 1 && !AROUND.has(surface));
  return topics.length <= MAX_TOPIC_WORDS && shapes.length === 0;
}
