import { createHash } from "node:crypto";
import { ParleyError } from "#lib/core/errors.ts";
import { splitWindows } from "../chunking/split-windows.ts";
import { normalizeText, oneLine } from "../parsing/normalize-text.ts";
import { type CuratedAnswer, PHRASING_MAX_CHARS } from "./schema.ts";

export type PreparedCuratedAnswer = {
  question: string;
  answer: string;
  /** The question and its other phrasings, one per line. */
  questions: string;
  contentHash: string;
  /** Texts to embed: each phrasing alone, then the answer. */
  windows: string[];
};

/**
 * Normalizes a curated answer like a document and prepares its search texts.
 * @throws ParleyError invalid when the question or answer has no readable text
 */
export function prepareCuratedAnswer(curatedAnswer: CuratedAnswer): PreparedCuratedAnswer {
  const clean = (text: string) => oneLine(normalizeText(text), PHRASING_MAX_CHARS);
  const question = clean(curatedAnswer.question);
  const answer = normalizeText(curatedAnswer.answer).trim();
  if (!isReadable(question))
    throw new ParleyError("invalid", `${curatedAnswer.key}: the question has no words.`);
  if (!isReadable(answer)) throw new ParleyError("invalid", `${curatedAnswer.key}: the answer has no words.`);
  const questions = [...new Set([question, ...curatedAnswer.phrasings.map(clean).filter(isReadable)])];
  const chunk = { ordinal: 0, headingPath: [question], start: 0, end: answer.length, text: answer };
  return {
    question,
    answer,
    questions: questions.join("\n"),
    contentHash: createHash("sha256")
      .update(JSON.stringify(["pair", questions, answer]))
      .digest("hex"),
    windows: [...questions, ...splitWindows(question, chunk)],
  };
}

const isReadable = (text: string) => /[\p{L}\p{N}]/u.test(text);
