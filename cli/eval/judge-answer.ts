import type { Citation, TurnEnd } from "#lib/conversation/schema.ts";
import type { DocumentSummary } from "#lib/knowledge/schema.ts";
import type { Grounding } from "#lib/mark-parsing/grounding.ts";
import type { GoldenQuestion } from "./golden.ts";
import { holdsFact } from "./holds-fact.ts";

export type KnownDocument = Pick<DocumentSummary, "id" | "path" | "title">;

/** What came of asking. */
export type Asked = {
  text: string;
  state: TurnEnd["state"] | "lost";
  /** Why it did not complete, for a person. */
  reason: string | null;
  grounding: Grounding | null;
  citations: Citation[];
  /** From sending the question to the first words. */
  firstTokenMs: number | null;
  /** Document ids of the passages that a search for the question finds, best first; null: not searched. */
  found: string[] | null;
};

type Outcome =
  | "right"
  /** Right, but said to be unsure: the nearest quote holds it. */
  | "right, unsure"
  | "wrong source"
  | "wrong page"
  | "facts missing"
  | "false decline"
  | "false answer"
  | "error";

export type Verdict = {
  question: GoldenQuestion;
  outcome: Outcome;
  /** One sentence on what is wrong. */
  reason: string | null;
  /** Whether an expected document was cited; null where none is named or the answer did not complete. */
  isCited: boolean | null;
  /** Rank, from 1, of the first passage from an expected document; 0: not found; null: nothing to find. */
  rank: number | null;
  /** Null where no facts are named or the answer did not complete. */
  missingFacts: string[][] | null;
  asked: Asked;
};

/**
 * Judges an answer. A decline counts as no answer, even where it names the closest documents, unless it
 * quotes the facts that are asked for.
 */
export function judgeAnswer(question: GoldenQuestion, asked: Asked, known: KnownDocument[]): Verdict {
  const rank = rankOf(question, asked.found, known);
  const base = { question, asked, rank, isCited: null, missingFacts: null };
  if (asked.state !== "complete" || asked.grounding === null) {
    const reason = asked.reason ?? (asked.state === "complete" ? NO_GROUNDING : asked.state);
    return { ...base, outcome: "error", reason };
  }
  if (question.isUnanswerable) {
    if (asked.grounding === "declined") return { ...base, outcome: "right", reason: null };
    return {
      ...base,
      outcome: "false answer",
      reason: `${describeCited(asked, known)}: ${brief(asked.text)}`,
    };
  }
  const missingFacts = question.facts.filter((ways) => !ways.some((way) => holdsFact(asked.text, way)));
  const isDeclined = asked.grounding === "declined";
  const isUnsure = isDeclined && quotesFacts(question, asked, missingFacts, known);
  const cited = isDeclined && !isUnsure ? [] : citedOf(question, asked, known);
  const judged = {
    ...base,
    isCited: question.sources.length > 0 ? cited.length > 0 : null,
    missingFacts: question.facts.length > 0 ? missingFacts : null,
  };
  if (isUnsure) return { ...judged, outcome: "right, unsure", reason: `unsure: ${brief(asked.text)}` };
  if (isDeclined) return { ...judged, outcome: "false decline", reason: expected(question, known) };
  if (judged.isCited === false) {
    const reason = `${expected(question, known)}; ${describeCited(asked, known)}`;
    return { ...judged, outcome: "wrong source", reason };
  }
  if (question.sources.length > 0 && !cited.some((citation) => isPlace(question, citation))) {
    return { ...judged, outcome: "wrong page", reason: `expected ${describePlace(question)}` };
  }
  if (missingFacts.length > 0) {
    const missing = missingFacts.map((ways) => `"${ways.join('" or "')}"`).join(", ");
    return { ...judged, outcome: "facts missing", reason: `missing ${missing} in: ${brief(asked.text)}` };
  }
  return { ...judged, outcome: "right", reason: null };
}

/** Whether an unsure answer quotes all the facts, from an expected document if one is named. */
function quotesFacts(
  question: GoldenQuestion,
  asked: Asked,
  missingFacts: string[][],
  known: KnownDocument[],
): boolean {
  if (question.facts.length === 0 || missingFacts.length > 0) return false;
  const cited = question.sources.length > 0 ? citedOf(question, asked, known) : asked.citations;
  return cited.length > 0;
}

const NO_GROUNDING = "The server's version is too old to report whether the answer was declined.";
const BRIEF_CHARS = 120;

/** By path, by the end of a path in whole parts, by title, or by address without its fragment. */
export function isNamed(name: string, { path, title }: Pick<KnownDocument, "path" | "title">): boolean {
  const address = /^https?:/i.test(name) ? name.replace(/#.*$/, "") : name;
  return path === address || path.endsWith(`/${address}`) || title.toLowerCase() === name.toLowerCase();
}

function expectedIds({ sources }: GoldenQuestion, known: KnownDocument[]): Set<string> {
  const named = known.filter((document) => sources.some((name) => isNamed(name, document)));
  return new Set(named.map(({ id }) => id));
}

function citedOf(question: GoldenQuestion, { citations }: Asked, known: KnownDocument[]): Citation[] {
  const ids = expectedIds(question, known);
  return citations.filter(({ documentId }) => ids.has(documentId));
}

function rankOf(question: GoldenQuestion, found: string[] | null, known: KnownDocument[]): number | null {
  if (found === null || question.sources.length === 0) return null;
  const ids = expectedIds(question, known);
  return found.findIndex((id) => ids.has(id)) + 1;
}

function isPlace({ page, heading }: GoldenQuestion, citation: Citation): boolean {
  const { pages, headingPath } = citation;
  const isPage = page === null || (pages !== null && pages.first <= page && page <= pages.last);
  const wanted = heading?.toLowerCase();
  return isPage && (wanted === undefined || headingPath.some((entry) => entry.toLowerCase() === wanted));
}

function describePlace({ page, heading }: GoldenQuestion): string {
  const parts = [page === null ? "" : `page ${page}`, heading === null ? "" : `heading "${heading}"`];
  return parts.filter(Boolean).join(", ");
}

function expected(question: GoldenQuestion, known: KnownDocument[]): string {
  if (question.sources.length === 0) return "expected an answer";
  const missing = expectedIds(question, known).size === 0 ? " (no such document in the knowledge)" : "";
  return `expected ${question.sources.join(" or ")}${missing}`;
}

function describeCited({ citations }: Asked, known: KnownDocument[]): string {
  const paths = citations.map(
    ({ documentId, title }) => known.find(({ id }) => id === documentId)?.path ?? title,
  );
  return paths.length > 0 ? `cited ${[...new Set(paths)].join(", ")}` : "cited nothing";
}

function brief(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > BRIEF_CHARS ? `${flat.slice(0, BRIEF_CHARS - 1).trimEnd()}…` : flat;
}
