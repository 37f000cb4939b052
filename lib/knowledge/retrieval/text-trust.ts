import type { AskedWord } from "./asked-word.ts";

/** Words are trusted fully where one text holds this share of the question, or this many of its words. */
const TRUSTED_SHARE = 0.8;
const TRUSTED_WORDS = 3.5;
/** A word below this share of the heaviest gives the question its form. */
const FORM_PART = 0.1;

type Found = { hits: { coverage: number }[]; asked: AskedWord[] };

/**
 * Returns how far the words found say what the question is about, 0 to 1. A question in other words than
 * those of the texts shares one or two with them by chance; a long one shares enough without being covered.
 */
export function textTrust({ hits, asked }: Found): number {
  const coverage = Math.max(0, ...hits.map((hit) => hit.coverage));
  const heaviest = Math.max(0, ...asked.map(({ weight }) => weight));
  const words = asked.filter(({ weight }) => weight > FORM_PART * heaviest).length;
  return Math.min(1, Math.max(coverage / TRUSTED_SHARE, (coverage * words) / TRUSTED_WORDS));
}
