import { detectLanguage } from "./detect-language.ts";
import { fillerWords, stopWords } from "./english.ts";
import type { ReplyLanguage } from "./phrases.ts";
import { splitSentences } from "./split-sentences.ts";
import { readWords } from "./words.ts";

type Said = { name: string; text: string };
type Sentence = { at: number; name: string; text: string; keys: Set<string>; score: number };

const MAX_HIGHLIGHTS = 5;
const MAX_CHARS = 240;
/** A sentence with fewer words of its own says too little without what it replies to. */
const LEAST_WORDS = 2;
/** Worth of an open question and of a number or date, relative to a word that others use as well. */
const OPEN_QUESTION = 1.5;
const FACT = 1;

const titles: Record<ReplyLanguage, string> = {
  en: "Recap",
  de: "Zusammenfassung",
  fr: "Résumé",
  es: "Resumen",
  it: "Riepilogo",
  pt: "Resumo",
};

/**
 * A recap without a language model: sentences on what several people talk about, open questions, and facts,
 * word for word and in the order in which they were said.
 */
export function printRecap(said: readonly Said[]): string {
  const sentences = readSentences(said);
  const wanted = Math.max(1, Math.min(MAX_HIGHLIGHTS, Math.ceil(said.length / 3)));
  const chosen = choose(sentences, wanted).sort((one, other) => one.at - other.at);
  const language = detectLanguage(chosen.map(({ text }) => text).join(" ")) ?? "en";
  const lines = chosen.map(({ name, text }) => `- **${asText(name)}**: “${asText(text)}”`);
  return `**${titles[language]}**\n\n${lines.join("\n")}`;
}

function readSentences(said: readonly Said[]): Sentence[] {
  const users = new Map<string, Set<number>>();
  const all = said.flatMap(({ name, text }, message) =>
    text.split(/\n+/).flatMap((line) =>
      splitSentences(line).map((sentence) => {
        const keys = new Set(keysOf(sentence));
        for (const key of keys) users.set(key, (users.get(key) ?? new Set()).add(message));
        return { name, text: sentence, keys };
      }),
    ),
  );
  return all
    .filter(({ text }) => text.length <= MAX_CHARS)
    .map((sentence, at) => ({ ...sentence, at, score: scoreOf(sentence, users) }));
}

function scoreOf({ text, keys }: Pick<Sentence, "text" | "keys">, users: Map<string, Set<number>>): number {
  if (keys.size < LEAST_WORDS) return 0;
  const shared = [...keys].reduce((sum, key) => sum + Math.log2(users.get(key)?.size ?? 1), 0);
  const question = /[?？؟]\s*$/.test(text) ? OPEN_QUESTION : 0;
  const fact = /\p{N}/u.test(text) ? FACT : 0;
  // Without this, the longest sentences would always win.
  return (1 + shared + question + fact) * Math.min(1, 8 / Math.sqrt(keys.size) / 3);
}

/** Takes the best, each time preferring what has not been covered yet. */
function choose(sentences: Sentence[], wanted: number): Sentence[] {
  const left = sentences.filter(({ score }) => score > 0);
  // With only greetings and emoji, the last sentences are quoted.
  if (left.length === 0) return sentences.slice(-Math.min(2, wanted));
  const chosen: Sentence[] = [];
  while (chosen.length < wanted && left.length > 0) {
    const worth = ({ keys, score }: Sentence) =>
      score * (1 - Math.max(0, ...chosen.map((other) => overlap(keys, other.keys))));
    const best = left.reduce((one, other) => (worth(other) > worth(one) ? other : one));
    if (chosen.length > 0 && worth(best) <= 0) break;
    chosen.push(best);
    left.splice(left.indexOf(best), 1);
  }
  return chosen;
}

function overlap(one: Set<string>, other: Set<string>): number {
  return [...one].filter((key) => other.has(key)).length / Math.max(1, Math.min(one.size, other.size));
}

function keysOf(text: string): string[] {
  return readWords(text).flatMap(({ surface, keys: [key] }) =>
    key && surface.length > 2 && !stopWords.has(surface) && !fillerWords.has(surface) ? [key] : [],
  );
}

/** People's words are shown as they wrote them: they format nothing, and hide no link behind other words. */
function asText(text: string): string {
  return text.replace(/[\\`*_~[\]<>|$]/g, "\\$&").replace(/&(?=#?\w+;)/g, "&amp;");
}
