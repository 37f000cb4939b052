import { plainText } from "../parsing/markdown/plain-text.ts";
import type { Chunk } from "./chunk-document.ts";
import { countWords, cutByWords } from "./count-words.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { splitSentences } from "./split-sentences.ts";

const WINDOW_WORDS = 80;
/** The bundled model reads 128 tokens. */
const WINDOW_TOKENS = 122;
const TITLE_WORDS = 20;
const CONTEXT_WORDS = 15;
const MAX_WORD_LENGTH = 200;
const READABLE = /[\p{L}\p{N}]/u;

/** Returns the texts to embed for a chunk: about 80 words each, all starting with the path of headings. */
export function splitWindows(title: string, chunk: Chunk): string[] {
  if (!READABLE.test(chunk.text)) return [];
  const path = chunk.headingPath[0] === title ? chunk.headingPath : [title, ...chunk.headingPath];
  const lead = [titlePath(path), firstWords(chunk.context ?? "", CONTEXT_WORDS)].filter(Boolean).join(": ");
  const limit = WINDOW_WORDS - size(lead);
  const bodies = pack(units(withoutPathHeadings(chunk), limit), limit).filter((body) => READABLE.test(body));
  if (bodies.length === 0) return READABLE.test(lead) ? [lead] : [];
  return bodies.map((body) => (lead ? `${lead}: ${body}` : body));
}

/** The last heading matters most, then the title; the rest fills the remaining space. */
function titlePath(path: string[]): string {
  const order = [path.length - 1, 0, ...path.map((_, index) => path.length - 1 - index)];
  const included = new Map<number, string>();
  let remaining = TITLE_WORDS;
  for (const index of order) {
    const entry = included.has(index) || remaining < 1 ? "" : firstWords(path[index] ?? "", remaining);
    if (entry === "") continue;
    included.set(index, entry);
    remaining -= size(entry);
  }
  return [...included.entries()]
    .sort(([left], [right]) => left - right)
    .map(([, entry]) => entry)
    .join(": ");
}

function withoutPathHeadings(chunk: Chunk): string {
  const path = new Set(chunk.headingPath);
  const lines = chunk.text
    .split("\n")
    .filter((line) => !(/^ {0,3}#{1,6}\s/.test(line) && path.has(plainText(line))));
  return plainText(lines.join("\n"));
}

function units(text: string, limit: number): string[] {
  return text
    .split("\n")
    .map((line) => cutLongWords(line).replace(/\s+/g, " "))
    .flatMap((line) => (size(line) <= limit ? [line] : sentences(line, limit)));
}

function sentences(line: string, limit: number): string[] {
  return splitSentences(line).flatMap(({ start, end }) => {
    const sentence = line.slice(start, end);
    if (size(sentence) <= limit) return [sentence];
    return cutByWords(sentence, limit, size).map((part) => sentence.slice(part.start, part.end));
  });
}

function pack(parts: string[], limit: number): string[] {
  const windows: string[] = [];
  let used = 0;
  for (const part of parts) {
    const added = size(part);
    if (windows.length > 0 && used + added <= limit) {
      windows.push(`${windows.pop()} ${part}`);
      used += added;
    } else {
      windows.push(part);
      used = added;
    }
  }
  return windows;
}

/** In words. Code and tables count for more, because they have more tokens than words. */
function size(text: string): number {
  return Math.max(countWords(text), (estimateTokens(text) * WINDOW_WORDS) / WINDOW_TOKENS);
}

/**
 * Encoded data (base64, minified code) means nothing to the model. Scripts without spaces are not affected.
 */
function cutLongWords(line: string): string {
  return line.replace(/[\u0021-\u0dff]{201,}/g, (word) => word.slice(0, MAX_WORD_LENGTH));
}

function firstWords(text: string, limit: number): string {
  const short = cutLongWords(text);
  const [first] = cutByWords(short, limit, size);
  return first ? short.slice(first.start, first.end) : "";
}
