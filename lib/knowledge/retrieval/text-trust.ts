import type { AskedWord } from "./asked-word.ts";

/** Words are fully trusted if one text holds this share of the question, or this many of its words. */
const TRUSTED_SHARE = 0.8;
const TRUSTED_WORDS = 3.5;
/** Words below this share of the heaviest only give the question its form. */
const FORM_PART = 0.1;

type Found = { hits: { coverage: number }[]; asked: AskedWord[] };

/**
 * Returns how reliably matching words show what a text is about, 0 to 1. A question phrased differently from
 * the texts shares one or two words by chance; a long one shares enough even if no text covers it.
 */
export function textTrust({ hits, asked }: Found): number {
  const coverage = Math.max(0, ...hits.map((hit) => hit.coverage));
  const heaviest = Math.max(0, ...asked.map(({ weight }) => weight));
  const words = asked.filter(({ weight }) => weight > FORM_PART * heaviest).length;
  return Math.min(1, Math.max(coverage / TRUSTED_SHARE, (coverage * words) / TRUSTED_WORDS));
}
