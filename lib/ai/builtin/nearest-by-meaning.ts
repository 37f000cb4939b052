import type { GroundingOptions } from "../schema.ts";
import { isSame, type Quote, toQuotes } from "./choose-quotes.ts";
import { detectLanguage } from "./detect-language.ts";
import type { Finding } from "./find-answer.ts";
import { isAboutElse } from "./judge-quote.ts";
import type { ScoredUnit } from "./score-units.ts";

/** Returns one unit vector per text, or null if texts cannot be compared by meaning. */
export type Embed = (texts: string[]) => Promise<Float32Array[] | null>;

/** What is compared: each text costs several milliseconds. */
const MAX_PASSAGES = 5;
const MAX_UNITS = 20;
const MAX_WORDS = 30;
const MIN_WORDS = 3;
/** How much words and the rank of the passage count beside the similarity. */
const WORD_WEIGHT = 0.3;
const RANK_WEIGHT = 0.05;
/** Less similar, and with less evidence, nothing here is worth showing. Tuned on the tuning sets. */
const MIN_SIMILARITY = 0.33;
const MIN_TOGETHER = 0.6;
/** Where the passages do not hold most of what is asked about, as for "the capital of France". */
const MIN_SIMILARITY_OF_ELSE = 0.4;
const MAX_QUOTES = 3;

type Compared = { unit: ScoredUnit; similarity: number; score: number };

/**
 * Returns up to three quotes: what the words found, if anything, and what is nearest to the question in
 * meaning; none if the words found nothing and all are too far away; null if the words have to do. "We
 * pick up guests at the station" is near to "Can you fetch us from the train?", though they share no word.
 */
export async function nearestByMeaning(
  { evidence = 0, earlier, language = "english" }: GroundingOptions,
  finding: Finding,
  embed: Embed,
): Promise<Quote[] | null> {
  const { question, terms, units, certainty } = finding;
  if (language !== "english" || isForeign(finding) || finding.nearest.length >= MAX_QUOTES) return null;
  const asked = earlier ? `${earlier} ${question.text}` : question.text;
  const compared = await compare(asked, select(units), embed);
  if (compared === null) return null;
  if (certainty === "no" && !isNear(finding, compared, evidence)) return [];
  const chosen = finding.nearest.map(({ best }) => best);
  for (const { unit } of compared) {
    if (chosen.length === MAX_QUOTES) break;
    if (chosen.every((other) => !isSameBlock(unit, other) && !isSame(unit, other))) chosen.push(unit);
  }
  return toQuotes(question, terms, units, chosen, true);
}

/** Whether something is so near that it is worth showing, though the words found nothing. */
function isNear({ terms }: Finding, compared: Compared[], evidence: number): boolean {
  const nearest = Math.max(...compared.map(({ similarity }) => similarity));
  const isElse = compared.every(({ unit }) => isAboutElse(terms, unit));
  return nearest >= (isElse ? MIN_SIMILARITY_OF_ELSE : MIN_SIMILARITY) && nearest + evidence >= MIN_TOGETHER;
}

/** The vectors know English alone. */
function isForeign({ question, isTranslated = false }: Finding): boolean {
  return !isTranslated && (detectLanguage(question.text) ?? "en") !== "en";
}

/** The units of the first passages that can be quoted; of many those with the highest word scores. */
function select(units: ScoredUnit[]): ScoredUnit[] {
  return units
    .filter(({ passage, kind, leadIn }) => passage < MAX_PASSAGES && (kind !== "code" || leadIn !== ""))
    .filter(({ text, words }) => words.length >= MIN_WORDS && !text.endsWith("?"))
    .toSorted((one, other) => other.score - one.score)
    .slice(0, MAX_UNITS);
}

/** The units by similarity, words and rank, the best first. */
async function compare(asked: string, units: ScoredUnit[], embed: Embed): Promise<Compared[] | null> {
  const [best] = units;
  if (!best) return null;
  const [vector, ...others] = (await embed([asked, ...units.map(textOf)])) ?? [];
  if (!vector) return null;
  const compared = units.map((unit, index): Compared => {
    const similarity = cosine(vector, others[index] ?? new Float32Array());
    const words = Math.max(0, unit.score) / Math.max(0.01, best.score);
    const score = similarity + WORD_WEIGHT * words + RANK_WEIGHT / (1 + unit.passage);
    return { unit, similarity, score };
  });
  return compared.toSorted((one, other) => other.score - one.score);
}

function textOf({ text }: ScoredUnit): string {
  return text.split(/\s+/).slice(0, MAX_WORDS).join(" ");
}

/** Of unit vectors. */
function cosine(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}

function isSameBlock(one: ScoredUnit, other: ScoredUnit): boolean {
  return one.passage === other.passage && one.block === other.block;
}
