const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LOWERED = "₀₁₂₃₄₅₆₇₈₉";
/** English and French endings of numbers, and marks, are one word with what they follow. */
const ENDING = /^(?:st|nd|rd|th|er|re|ère|e|ème|ième|nde?|me|lle|mes|os?|as?|ª|º|tm|sm|®|©|™)\.?$/i;
const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;

/**
 * Writes a raised figure behind text that ends with `before`: 10^6, km², 1st, x^(n+1). It never joins a
 * number before it.
 */
export function writeRaised(figure: string, before: string): string {
  const text = tidy(figure);
  const isEnding = ENDING.test(text) && /[\p{L}\p{N}]$/u.test(before);
  const mark = /^\(?([\d,; ]+|\p{L})\)$/u.exec(text)?.[1];
  if (mark) return `[${mark}]`;
  if (text === "" || isEnding || !/[\p{L}\p{N}]/u.test(text)) return text;
  if (/^\d+$/.test(text) && /\p{L}$/u.test(before)) return toDigits(text, RAISED);
  if (NUMBER.test(text) || /^(?:\d+(?:, ?\d+)+|\p{L})$/u.test(text)) return `^${text}`;
  if (/^\p{L}+$/u.test(text) && /\p{L}$/u.test(before)) return text;
  return /^[[(]/.test(text) ? text : `^(${text})`;
}

/** Writes a lowered figure: H₂O, log₁₀, x_i. */
export function writeLowered(figure: string): string {
  const text = tidy(figure);
  if (/^\d+$/.test(text)) return toDigits(text, LOWERED);
  if (/^[\p{L}\p{N}]+$/u.test(text)) return `_${text}`;
  return /[\p{L}\p{N}]/u.test(text) ? `_(${text})` : text;
}

const tidy = (text: string) =>
  text
    .replace(/\s+/g, " ")
    .replace(/[−–‐‑]/g, "-")
    .trim();
const toDigits = (text: string, digits: string) =>
  text.replace(/\d/g, (digit) => digits[Number(digit)] ?? "");
