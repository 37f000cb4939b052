/** How a mark is written: `[1]`, `[Passage 1]`, `【1†source】`, `(1)`, `<sup>1</sup>`. */
type MarkForm = "square" | "labeled" | "lenticular" | "round" | "raised";

/** Text that has the form of a citation mark. Whether it is one depends on what stands around it. */
export type WrittenMark = { form: MarkForm; text: string; numbers: number[]; isList: boolean };

const LABEL =
  "(?:passages?|sources?|documents?|docs?|citations?|references?|refs?|excerpts?|quellen?|belege?|fuentes?|pasajes?|extraits?|fonti?|bron(?:nen)?)";
const JOINT = "\\s?(?:[,;、，&+-]|–|—|\\.\\.|and|und|et|y|e)\\s?";
const LIST = `\\d{1,4}(?:${JOINT}\\d{1,4})*`;
const LABELED = `${LABEL}[\\s:#.]{0,3}${LIST}(?:\\s?[:,|>–-]\\s?[^\\]\\n]{0,60})?`;

const FORMS: [MarkForm, RegExp][] = [
  ["labeled", new RegExp(`^\\[${LABELED}\\]`, "i")],
  ["labeled", new RegExp(`^\\(${LABEL}[\\s:#.]{0,3}${LIST}\\)`, "i")],
  ["labeled", new RegExp(`^【${LABELED}】`, "i")],
  ["lenticular", new RegExp(`^【${LIST}†[^】\\n]{0,60}】`)],
  ["lenticular", /^【\d{1,3}:\d{1,3}†[^】\n]{0,60}】/],
  ["lenticular", new RegExp(`^【${LIST}】`)],
  ["lenticular", new RegExp(`^⟦${LIST}⟧`)],
  ["square", new RegExp(`^\\[${LIST}(?:†[^\\]\\n]{0,60})?\\]`)],
  ["square", new RegExp(`^\\[\\[${LIST}\\]\\]`)],
  ["square", new RegExp(`^［${LIST}］`)],
  ["lenticular", new RegExp(`^〔${LIST}〕`)],
  ["round", /^\(\d{1,3}\)/],
  ["round", /^（\d{1,3}）/],
  ["raised", new RegExp(`^<sup>\\s?\\[?${LIST}\\]?\\s?</sup>`)],
];

/** Longer than any mark: text that has not become one by then does not. */
const MAX_CHARS = 110;
const LABEL_START = /^[[(【](?:\p{L}{1,12}[\s:#.]{0,3})?(?:\d[^\]】)\n]*)?$/u;
const NUMBER_START = /^(?:\[{1,2}|[(（【⟦［〔])(?:\d[^\])）】⟧］〕\n]*\]?)?$/;
const RAISED_START = /^<sup>\s?\[?(?:\d[^\n]*)?$/;

/** Reads a mark at the start of a text; "partial" where more text could make it one. */
export function readMark(text: string): WrittenMark | "partial" | null {
  for (const [form, pattern] of FORMS) {
    const match = pattern.exec(text)?.[0];
    if (match !== undefined) return written(form, match);
  }
  if (text.length > MAX_CHARS) return null;
  const isPartial =
    LABEL_START.test(text) || NUMBER_START.test(text) || RAISED_START.test(text) || "<sup>".startsWith(text);
  return isPartial ? "partial" : null;
}

function written(form: MarkForm, text: string): WrittenMark {
  const list = new RegExp(LIST, "i").exec(text)?.[0] ?? "";
  const hasZeros = /(?:^|\D)0\d/.test(list);
  const numbers = hasZeros ? [] : expand(list);
  return { form, text, numbers, isList: /\D/.test(list) };
}

const MAX_SPAN = 12;

/** `1, 3-5` are 1, 3, 4 and 5. */
function expand(list: string): number[] {
  const parts = list.match(/\d+(?:\s?(?:-|–|—|\.\.)\s?\d+)?/g) ?? [];
  return parts.flatMap((part) => {
    const [from = 0, to = from] = (part.match(/\d+/g) ?? []).map(Number);
    const isSpan = to > from && to - from < MAX_SPAN;
    return isSpan
      ? Array.from({ length: to - from + 1 }, (_, index) => from + index)
      : [...new Set([from, to])];
  });
}
