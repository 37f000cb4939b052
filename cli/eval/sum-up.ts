import type { Verdict } from "./judge-answer.ts";

export type Share = { count: number; of: number };
export type Summary = {
  kind: string;
  asked: number;
  right: Share;
  /** Of the answerable questions: right, but said to be unsure. */
  unsure: Share;
  /** Of the answerable questions: answered without a doubt, but not right. */
  wrong: Share;
  /** Of the questions with an expected document: those that cite one. */
  cited: Share;
  /** Of those that were searched for: a passage of an expected document is among the first. */
  found: Share;
  /** Of the questions with facts: those that hold all. */
  facts: Share;
  /** Of the answerable questions. */
  falseDeclines: Share;
  /** Of the unanswerable questions. */
  falseAnswers: Share;
  errors: Share;
  /** Median time to the first words, in milliseconds. */
  firstTokenMs: number | null;
};

const ALL = "all";
const wrongOutcomes: ReadonlySet<Verdict["outcome"]> = new Set([
  "wrong source",
  "wrong page",
  "facts missing",
]);

/** A summary for each kind, where the questions have any, and one of all at the end. */
export function sumUp(verdicts: Verdict[]): Summary[] {
  const kinds = [...new Set(verdicts.map(kindOf))];
  const parts = kinds.length > 1 ? kinds : [];
  return [
    ...parts.map((kind) =>
      sumUpOne(
        kind,
        verdicts.filter((verdict) => kindOf(verdict) === kind),
      ),
    ),
    sumUpOne(ALL, verdicts),
  ];
}

function kindOf({ question: { kind, isUnanswerable } }: Verdict): string {
  return kind ?? (isUnanswerable ? "unanswerable" : "other");
}

function sumUpOne(kind: string, verdicts: Verdict[]): Summary {
  const share = (of: Verdict[], isCounted: (verdict: Verdict) => boolean): Share => ({
    count: of.filter(isCounted).length,
    of: of.length,
  });
  const unanswerable = verdicts.filter(({ question }) => question.isUnanswerable);
  const answerable = verdicts.filter(({ question }) => !question.isUnanswerable);
  const times = verdicts.flatMap(({ asked }) => asked.firstTokenMs ?? []).sort((a, b) => a - b);
  return {
    kind,
    asked: verdicts.length,
    right: share(verdicts, ({ outcome }) => outcome === "right"),
    unsure: share(answerable, ({ outcome }) => outcome === "right, unsure"),
    wrong: share(answerable, ({ outcome }) => wrongOutcomes.has(outcome)),
    cited: share(
      answerable.filter(({ question }) => question.sources.length > 0),
      ({ isCited }) => isCited === true,
    ),
    found: share(
      verdicts.filter(({ rank }) => rank !== null),
      ({ rank }) => rank !== null && rank > 0,
    ),
    facts: share(
      answerable.filter(({ question }) => question.facts.length > 0),
      ({ missingFacts }) => missingFacts?.length === 0,
    ),
    falseDeclines: share(answerable, ({ outcome }) => outcome === "false decline"),
    falseAnswers: share(unanswerable, ({ outcome }) => outcome === "false answer"),
    errors: share(verdicts, ({ outcome }) => outcome === "error"),
    firstTokenMs: times[Math.ceil(times.length / 2) - 1] ?? null,
  };
}
