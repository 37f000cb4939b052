import type { Passage } from "../schema.ts";
import type { ScoredUnit } from "./score-units.ts";

type Printable = Pick<ScoredUnit, "kind" | "text" | "passage" | "step">;

/** Renders the runs as Markdown, with a citation mark after each run. */
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
      return escapeLineStart(unit.text);
    case "item":
      if (isAlone) return escapeLineStart(unit.text);
      return `${unit.step === undefined ? "-" : `${unit.step}.`} ${escapeLineStart(unit.text)}`;
    case "row":
      return isAlone ? escapeLineStart(unit.text) : `- ${escapeLineStart(unit.text)}`;
  }
}

function printCode(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** Quoted text must not start a heading, list, quote or code block of its own. */
function escapeLineStart(text: string): string {
  return text
    .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, "$1\\")
    .replace(/^(?=(?:#{1,6}|>|[-+*])(?:\s|$)|`{3}|~{3}|\||={3}|-{3})/, "\\");
}
