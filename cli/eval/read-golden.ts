import { z } from "zod";
import { ParleyError } from "#lib/core/errors.ts";
import { type GoldenQuestion, toGoldenQuestion } from "./golden.ts";
import { locateElements } from "./locate-elements.ts";

const MAX_COMPLAINTS = 20;

/**
 * Reads golden questions: JSON Lines (empty lines ignored), a JSON array, or a JSON object with `questions`
 * and an optional `about` that names their origin.
 * @throws ParleyError invalid, with the line and the reason of everything that is wrong
 */
export function readGolden(file: string, content: string): GoldenQuestion[] {
  const text = content.replace(/^\uFEFF/, "");
  const values = isLines(text) ? readLines(file, text) : readWhole(file, text);
  const questions: GoldenQuestion[] = [];
  const complaints: string[] = [];
  for (const { value, line } of values) {
    try {
      questions.push(toGoldenQuestion(value, line));
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      for (const issue of error.issues) complaints.push(`${file}:${line}: ${sentenceOf(issue)}`);
    }
  }
  if (complaints.length > 0) throw new ParleyError("invalid", listed(complaints));
  if (questions.length === 0) throw new ParleyError("invalid", `${file} contains no questions.`);
  return questions;
}

type Located = { value: unknown; line: number };

/** JSON Lines begin with an object that is a line by itself. */
function isLines(text: string): boolean {
  const first = text.trimStart().split("\n", 1)[0]?.trimEnd() ?? "";
  const parsed = parse(first);
  const isEnvelope = "value" in parsed && hasQuestions(parsed.value);
  return first.startsWith("{") && first.endsWith("}") && first !== "{}" && !isEnvelope;
}

function hasQuestions(value: unknown): value is { questions: unknown } {
  return typeof value === "object" && value !== null && "questions" in value;
}

function readWhole(file: string, text: string): Located[] {
  const root = parse(text);
  if ("reason" in root) {
    const at = /\(line (\d+) column \d+\)/.exec(root.reason)?.[1] ?? String(text.split("\n").length);
    throw new ParleyError("invalid", `${file}:${at}: not JSON: ${root.reason}`);
  }
  const list = hasQuestions(root.value) ? root.value.questions : root.value;
  if (!Array.isArray(list)) {
    throw new ParleyError(
      "invalid",
      `${file}:1: expected JSON Lines, an array, or an object with "questions".`,
    );
  }
  const lines = locateElements(text, hasQuestions(root.value) ? "questions" : null);
  return list.map((value, index) => ({ value, line: lines[index] ?? 1 }));
}

function readLines(file: string, text: string): Located[] {
  const located: Located[] = [];
  const complaints: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const parsed = parse(line);
    if ("reason" in parsed) complaints.push(`${file}:${index + 1}: not JSON: ${parsed.reason}`);
    else located.push({ value: parsed.value, line: index + 1 });
  }
  if (complaints.length > 0) throw new ParleyError("invalid", listed(complaints));
  return located;
}

function parse(text: string): { value: unknown } | { reason: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { reason: error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error) };
  }
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const at = issue.path.map(String).join(".");
  return at ? `${at}: ${issue.message}` : issue.message;
}

function listed(complaints: string[]): string {
  const more = complaints.length - MAX_COMPLAINTS;
  return [...complaints.slice(0, MAX_COMPLAINTS), ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}
