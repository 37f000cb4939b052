import type { Passage } from "../schema.ts";
import type { ScoredUnit } from "./score-units.ts";

type Printable = Pick<ScoredUnit, "kind" | "text" | "passage" | "block" | "ordered">;

/** The runs as Markdown, each stretch from one passage closed with its mark. */
export function printAnswer(runs: Printable[][], passages: Passage[]): string {
  return runs.map((run) => printRun(run, passages)).join("\n\n");
}

function printRun(run: Printable[], passages: Passage[]): string {
  const mark = `[${passages[run[0]?.passage ?? 0]?.number ?? 1}]`;
  const parts: string[] = [];
  const isAlone = run.length === 1;
  for (const [at, unit] of run.entries()) {
    const isLast = at === run.length - 1;
    const isBeforeCode = !isLast && run[at + 1]?.kind === "code" && run.slice(at + 1).every(({ kind }) => kind === "code");
    const close = isLast ? (unit.kind === "code" ? (isAlone ? `\n${mark}` : "") : ` ${mark}`) : isBeforeCode ? ` ${mark}` : "";
    const previous = run[at - 1];
    parts.push(gapBefore(previous, unit), printUnit(unit, stepNumber(run, at), isAlone), close);
  }
  return parts.join("");
}

function gapBefore(previous: Printable | undefined, unit: Printable): string {
  if (!previous) return "";
  if (unit.kind === "sentence" && previous.kind === "sentence") return " ";
  return previous.kind === unit.kind && unit.kind !== "code" ? "\n" : "\n\n";
}

function stepNumber(run: Printable[], at: number): number {
  return run.slice(0, at + 1).filter(({ kind }) => kind === "item").length;
}

function printUnit(unit: Printable, step: number, isAlone: boolean): string {
  switch (unit.kind) {
    case "code":
      return printCode(unit.text);
    case "sentence":
      return neutral(unit.text);
    case "item":
      if (isAlone) return neutral(unit.text);
      return unit.ordered ? `${step}. ${neutral(unit.text)}` : `- ${neutral(unit.text)}`;
    case "row":
      return isAlone ? neutral(unit.text) : `- ${neutral(unit.text)}`;
  }
}

function printCode(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** A quoted line must not open a heading, list, quote or fence of its own. */
function neutral(text: string): string {
  return text.replace(/^(?=(?:#{1,6}|>|[-+*]|\d+[.)])(?:\s|$)|`{3}|~{3}|\|)/, "\\");
}
