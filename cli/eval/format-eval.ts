import { plain } from "../plain.ts";
import type { Verdict } from "./judge-answer.ts";
import type { Share, Summary } from "./sum-up.ts";

/** One line on a question that was not answered right. */
export function formatFailure(file: string, { question, outcome, reason }: Verdict): string {
  const line = `${file}:${question.line}  ${outcome}  "${question.question}"  ${reason ?? ""}`;
  return `${plain(line.replace(/\s*\n\s*/g, " ")).trimEnd()}\n`;
}

/** The JSON that scripts rely on. */
export function verdictRecord({ question, outcome, reason, isCited, rank, missingFacts, asked }: Verdict) {
  const { text, grounding, citations, firstTokenMs } = asked;
  return {
    line: question.line,
    question: question.question,
    kind: question.kind,
    outcome,
    reason,
    grounding,
    isCited,
    rank,
    missingFacts,
    firstTokenMs: firstTokenMs === null ? null : Math.round(firstTokenMs),
    answer: text,
    citations,
  };
}

export function summaryRecord(summaries: Summary[], more: { notAsked: number; missed: string[] }) {
  return { summary: summaries, ...more };
}

const headings = {
  kind: "",
  asked: "asked",
  right: "right",
  unsure: "right, unsure",
  wrong: "wrong",
  cited: "source cited",
  found: "source found",
  facts: "facts present",
  falseDeclines: "false declines",
  falseAnswers: "false answers",
  errors: "errors",
  firstTokenMs: "first token, p50",
} as const satisfies Record<keyof Summary, string>;

const columns = Object.keys(headings) as (keyof Summary)[];

/** A table for people; columns that measure nothing are left out. */
export function formatSummary(summaries: Summary[]): string {
  const shown = columns.filter((name) => summaries.some((summary) => cell(name, summary[name]) !== ""));
  const rows = [
    shown.map((name) => headings[name]),
    ...summaries.map((row) => shown.map((name) => cell(name, row[name]))),
  ];
  const widths = shown.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

function cell(name: keyof Summary, value: string | number | Share | null): string {
  if (value === null) return "";
  if (typeof value === "string") return plain(value.replace(/\s+/g, " "));
  if (typeof value === "number") return name === "firstTokenMs" ? `${Math.round(value)} ms` : String(value);
  if (value.of === 0) return "";
  return `${value.count} of ${value.of} (${Math.round((100 * value.count) / value.of)}%)`;
}
