import { escapeLine } from "../../tables/write-table.ts";
import { formatOrdinal } from "../docx/format-ordinal.ts";
import { allNamed as all } from "../read-xml.ts";
import { numberOf, textOf } from "./slide-text.ts";

type Item = { text: string; level: number; label: string | null };

/** Several paragraphs become a list with the slide's indentation and numbers. */
export function writeShape(shape: Element): string {
  const items = readItems(shape);
  const [first] = items;
  if (!first) return "";
  if (items.length === 1 && first.label === null) return first.text;
  const indents = [0];
  let depth = -1;
  return items
    .map(({ text, level, label }) => {
      depth = Math.min(level, depth + 1);
      const isPlain = label !== null && /^\d+[.)]$/.test(label);
      const mark = isPlain ? label : label === null ? "-" : `- ${label}`;
      const indent = indents[depth] ?? 0;
      indents[depth + 1] = indent + (isPlain ? mark.length : 1) + 1;
      return `${" ".repeat(indent)}${mark} ${text}`;
    })
    .join("\n");
}

function readItems(shape: Element): Item[] {
  const numbers: (number | undefined)[] = [];
  return all(shape, "a:p").flatMap((paragraph) => {
    const text = textOf(paragraph);
    const level = numberOf(all(paragraph, "a:pPr")[0], "lvl");
    const [numbered] = all(paragraph, "a:buAutoNum");
    if (!text) return [];
    numbers.length = Math.min(numbers.length, level + 1);
    if (!numbered) numbers[level] = undefined;
    else numbers[level] = (numbers[level] ?? (numberOf(numbered, "startAt") || 1) - 1) + 1;
    const label = numbered ? labelOf(numbers[level] ?? 1, numbered.getAttribute("type") ?? "") : null;
    return [{ text: escapeLine(text), level, label }];
  });
}

/** A numbering scheme (ECMA-376, part 1, 20.1.10.61) names the kind of number and the signs around it. */
function labelOf(number: number, scheme: string): string {
  const kinds: [RegExp, string][] = [
    [/^alphaLc/, "lowerLetter"],
    [/^alphaUc/, "upperLetter"],
    [/^romanLc/, "lowerRoman"],
    [/^romanUc/, "upperRoman"],
    [/^circle/, "decimalEnclosedCircle"],
  ];
  const text = formatOrdinal(number, kinds.find(([kind]) => kind.test(scheme))?.[1] ?? "decimal");
  if (/ParenBoth$/.test(scheme)) return `(${text})`;
  if (/ParenR$/.test(scheme)) return `${text})`;
  return /Period$/.test(scheme) ? `${text}.` : text;
}
