import { createHash } from "node:crypto";
import { ParleyError } from "#lib/core/errors.ts";
import { splitWindows } from "../chunking/split-windows.ts";
import { normalizeText, oneLine } from "../parsing/normalize-text.ts";
import { type CuratedAnswer, PHRASING_MAX_CHARS } from "../schema.ts";

export type PreparedCuratedAnswer = {
  question: string;
  answer: string;
  /** Every way of asking it, the question first, a line each. */
  asked: string;
  contentHash: string;
  /** Texts to embed: each way of asking by itself, then the answer. */
  windows: string[];
};

/**
 * Cleans a pair as documents are cleaned, and makes what it is found by.
 * @throws ParleyError invalid when the question or the answer has no readable text
 */
export function prepareCuratedAnswer(pair: CuratedAnswer): PreparedCuratedAnswer {
  const clean = (text: string) => oneLine(normalizeText(text), PHRASING_MAX_CHARS);
  const question = clean(pair.question);
  const answer = normalizeText(pair.answer).trim();
  if (!isReadable(question)) throw new ParleyError("invalid", `${pair.key}: the question has no words.`);
  if (!isReadable(answer)) throw new ParleyError("invalid", `${pair.key}: the answer has no words.`);
  const ways = [...new Set([question, ...pair.phrasings.map(clean).filter(isReadable)])];
  const chunk = { ordinal: 0, headingPath: [question], start: 0, end: answer.length, text: answer };
  return {
    question,
    answer,
    asked: ways.join("\n"),
    contentHash: createHash("sha256")
      .update(JSON.stringify(["pair", ways, answer]))
      .digest("hex"),
    windows: [...ways, ...splitWindows(question, chunk)],
  };
}

const isReadable = (text: string) => /[\p{L}\p{N}]/u.test(text);
