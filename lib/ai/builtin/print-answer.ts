import type { Passage } from "../schema.ts";
import type { ScoredUnit } from "./score-units.ts";

type Printable = Pick<ScoredUnit, "kind" | "text" | "passage" | "step">;

/** The runs as Markdown, each stretch from one passage closed with its mark. */
export function printAnswer(runs: Printable[][], passages: Passage[]): string {
  return runs.map((run) => printRun(run, passages)).join("\n\n");
}

function printRun(run: Printable[], passages: Passage[]): string {
  const mark = `[${passages[run[0]?.passage ?? 0]?.number ?? 1}]`;
  const markAt = run.findLastIndex(({ kind }) => kind !== "code");
  const printed = run.map((unit, at) => {
    const text = printUnit(unit, run.length === 1);
    return gapBefore(run[at - 1], unit) + (at === markAt ? `${text} ${mark}` : text);
  });
  return printed.join("") + (markAt === -1 ? `\n\n${mark}` : "");
}

function gapBefore(previous: Printable | undefined, unit: Printable): string {
  if (!previous) return "";
  if (unit.kind === "sentence" && previous.kind === "sentence") return " ";
  return previous.kind === unit.kind && unit.kind !== "code" ? "\n" : "\n\n";
}

function printUnit(unit: Printable, isAlone: boolean): string {
  switch (unit.kind) {
    case "code":
      return printCode(unit.text);
    case "sentence":
      return neutral(unit.text);
    case "item":
      if (isAlone) return neutral(unit.text);
      return `${unit.step === undefined ? "-" : `${unit.step}.`} ${neutral(unit.text)}`;
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
  return text
    .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, "$1\\")
    .replace(/^(?=(?:#{1,6}|>|[-+*])(?:\s|$)|`{3}|~{3}|\||={3}|-{3})/, "\\");
}
