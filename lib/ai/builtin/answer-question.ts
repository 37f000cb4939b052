import type { GroundingOptions } from "../schema.ts";
import { decline, replyLanguage } from "./decline.ts";
import { type Finding, findAnswer } from "./find-answer.ts";
import { givesContact } from "./gives-contact.ts";
import { nameLanguage } from "./name-language.ts";
import { nearTopics } from "./near-topics.ts";
import { type Embed, nearestByMeaning } from "./nearest-by-meaning.ts";
import type { ReplyLanguage } from "./phrases.ts";
import { printCurated } from "./print-curated.ts";
import { printQuotes } from "./print-quotes.ts";
import { readSmallTalk } from "./read-small-talk.ts";
import { readUnits } from "./read-units.ts";
import { replies } from "./replies.ts";
import { replyToSmallTalk } from "./reply-to-small-talk.ts";
import { wayToPerson } from "./way-to-person.ts";
import { indexUnits } from "./weigh-terms.ts";

/**
 * Returns a curated answer verbatim, a reply to small talk, up to three quotes from the passages with
 * citation marks, or a decline. Where it is unsure it says so, with the mark `[0]`, and quotes the nearest.
 * It uses the words of the question alone.
 */
export function answerQuestion(options: GroundingOptions): string {
  return replyAtOnce(options) ?? printFinding(options, findByWords(options));
}

/** Like `answerQuestion`, but where the words leave it unsure it quotes what is nearest in meaning. */
export async function answerByMeaning(options: GroundingOptions, embed: Embed): Promise<string> {
  const reply = replyAtOnce(options);
  if (reply !== null) return reply;
  const finding = findByWords(options);
  if (finding.certainty === "sure") return printFinding(options, finding);
  const nearest = await nearestByMeaning(options, finding, embed);
  return printFinding(options, { ...finding, nearest: nearest ?? finding.nearest });
}

function replyAtOnce(options: GroundingOptions): string | null {
  const { question, passages } = options;
  const curated = passages.find(({ isCuratedAnswer }) => isCuratedAnswer);
  if (curated) return printCurated(curated);
  const smallTalk = readSmallTalk(question);
  if (smallTalk) return replyToSmallTalk(smallTalk, options);
  return passages.length === 0 ? decline(options, { topics: [] }) : null;
}

function findByWords(options: GroundingOptions): Finding {
  return findAnswer(options, indexUnits(readUnits(options.passages)));
}

function printFinding(options: GroundingOptions, finding: Finding): string {
  const { passages } = options;
  const { question, units, certainty, quotes, nearest } = finding;
  const language = replyLanguage(options);
  if (certainty === "sure") return quotedFrom(finding, language) + printQuotes(quotes, passages);
  // No document knows where an order is: what it says of orders would only look like an answer.
  if (nearest.length === 0 || question.asksOwnCase)
    return decline(options, { topics: nearTopics(question, units, passages) });
  const lead = replies[language].unsure.replace(/[.!]\s/, "$&[0] ");
  const shown = printQuotes(nearest, passages);
  return `${lead}\n\n${shown}${givesContact(shown) ? "" : wayToPerson(options, language)}`;
}

function quotedFrom({ isTranslated }: Finding, language: ReplyLanguage): string {
  const name = isTranslated ? nameLanguage("english", language) : null;
  return name ? `${replies[language].quotedFrom.replace("{language}", name)}\n\n` : "";
}
