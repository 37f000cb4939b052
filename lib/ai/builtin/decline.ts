import type { GroundingOptions, Passage } from "../schema.ts";
import { appendMark } from "./append-mark.ts";
import { cleanInline } from "./clean-markdown.ts";
import { detectLanguage } from "./detect-language.ts";
import { listStarters } from "./list-starters.ts";
import { nameLanguage } from "./name-language.ts";
import type { ReplyLanguage } from "./phrases.ts";
import { replies } from "./replies.ts";
import { wayToPerson } from "./way-to-person.ts";

/** How the passages were found wanting. `topics`: indexes of those that are near enough to be offered. */
type Near = { topics: number[] };

/**
 * Says that no answer was found and names the closest topics, if any are close. Its first mark is `[0]`, by
 * which every model signals that it found no answer.
 */
export function decline(options: GroundingOptions, { topics }: Near): string {
  const { question, passages, contact = [], policy = "knowledge", language: sources = "english" } = options;
  const language = replyLanguage(options);
  const say = replies[language];
  const other = detectLanguage(question) === language ? nameLanguage(sources, language) : null;
  if (other) return `${say.otherLanguage.replaceAll("{language}", other)} [0]`;
  if (passages.length === 0 && contact.length === 0) {
    const starters = listStarters(options, language);
    return starters ? `${say.beyond} [0] ${starters}` : `${say.decline} [0]`;
  }
  const lines = [`${say.decline} [0]`];
  const near = topics.flatMap((index) => passages[index] ?? []).map(topicOf);
  if (near.length > 0) lines.push(`${say.topics} ${near.join(", ")}.`);
  if (policy !== "knowledge") lines.push(say.noModel);
  return lines.join(" ") + wayToPerson(options, language);
}

/** The language of the question if it is recognized, otherwise that of the sources. */
export function replyLanguage({ question, language }: GroundingOptions): ReplyLanguage {
  return detectLanguage(question) ?? languagesOfSources[language ?? "english"] ?? "en";
}

const languagesOfSources: { [language: string]: ReplyLanguage } = {
  english: "en",
  german: "de",
  french: "fr",
  spanish: "es",
  italian: "it",
  portuguese: "pt",
};

function topicOf({ title, headingPath, number }: Passage): string {
  const place = [...new Set([title, headingPath.at(-1) ?? ""].map(plainName).filter(Boolean))].join(" › ");
  return appendMark(`“${place}”`, number);
}

function plainName(name: string): string {
  return cleanInline(name.slice(0, 500))
    .replace(/[*_`[\]<>\\]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 120);
}
