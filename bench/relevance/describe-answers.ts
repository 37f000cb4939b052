import { answerQuestion } from "#lib/ai/builtin/answer-question.ts";
import type { FoundPassage } from "#lib/knowledge/retrieval/search-knowledge.ts";
import type { Ranked, Row } from "./ranked.ts";

export const PASSAGES = 8;

export type Answer = { text: string; isDeclined: boolean; cited: string };

/** What the built-in model says from the first passages, and the path of the document it cites first. */
export function answerFrom(
  asked: { question: string; earlier?: string },
  found: FoundPassage[],
  answerable: boolean,
): Answer {
  const passages = found.map(({ title, headingPath, text, score }, i) => ({
    number: i + 1,
    title,
    headingPath,
    text,
    score,
  }));
  const text = answerQuestion({ ...asked, passages, answerable });
  const first = Number(/[[【](\d+)[\]†]/.exec(text)?.[1] ?? 0);
  const isDeclined = first === 0;
  const cited = found[first - 1]?.path ?? "";
  return { text, isDeclined, cited: isDeclined ? "" : cited };
}

/** Declining by raw scores alone, as passed to any model, and by the built-in model. */
export function describeAnswers(set: string, half: string, ranked: Ranked[]): Row {
  const answers = ranked.map(({ question, found }) => ({
    question,
    found,
    ...answerFrom({ question: question.text }, found.results.slice(0, PASSAGES), found.answerable),
  }));
  const answerable = answers.filter(({ question }) => question.relevant.size > 0);
  const unanswerable = answers.filter(({ question }) => question.relevant.size === 0);
  const withFacts = answerable.filter(({ question }) => question.facts.length > 0);
  const count = <T>(all: T[], test: (one: T) => boolean) => share(all.filter(test).length, all.length);
  return {
    set,
    half,
    "gate: false declines": count(answerable, ({ found }) => !found.answerable),
    "gate: false answers": count(unanswerable, ({ found }) => found.answerable),
    "built-in: false declines": count(answerable, ({ isDeclined }) => isDeclined),
    "built-in: false answers": count(unanswerable, ({ isDeclined }) => !isDeclined),
    "built-in: cites a right page": count(answerable, ({ question, cited }) => question.relevant.has(cited)),
    "built-in: holds the fact": count(withFacts, ({ question, text }) => holds(text, question.facts)),
  };
}

export function holds(text: string, facts: string[]): boolean {
  return facts.some((fact) => text.toLowerCase().includes(fact.toLowerCase()));
}

export function share(part: number, all: number): string {
  return `${part} of ${all} (${Math.round((100 * part) / Math.max(1, all))} %)`;
}
