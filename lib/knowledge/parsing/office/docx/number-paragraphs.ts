import { allNamed } from "../read-xml.ts";
import { child, childValue, makeElement, makeRun } from "./dom.ts";
import { formatOrdinal } from "./format-ordinal.ts";
import { type NumberedList, type NumberLevel, readNumbering } from "./read-numbering.ts";

/** Around a number that Word makes, until it is known whether a list shows it. */
export const NUMBER_START = "\ue010";
export const NUMBER_END = "\ue011";
const MAX_STYLE_DEPTH = 10;

type Place = { id: string; level: number };

/**
 * Puts the numbers that Word makes (clauses, headings, lists) before the text of their paragraphs, between
 * marks. They are not part of the file's text.
 */
export function numberParagraphs(document: Document, numbering: Document, styles: Document | null): void {
  const lists = readNumbering(numbering, styles);
  const styleElements = new Map(
    (styles ? allNamed(styles, "w:style") : []).map((style) => [
      style.getAttribute("w:styleId") ?? "",
      style,
    ]),
  );
  const count = makeCounter();
  for (const paragraph of allNamed(document, "w:p")) {
    const properties = child(paragraph, "w:pPr");
    const place = placeOf(properties, styleElements, lists);
    const list = place && lists.get(place.id);
    const level = place && list?.levels.get(place.level);
    if (!place || !list || !level) continue;
    const label = count(place.id, list, place.level);
    const isEmpty = !allNamed(paragraph, "w:t").some(({ textContent }) => textContent?.trim());
    if (level.format === "bullet" || label.trim() === "" || isEmpty) continue;
    const run = makeRun(document, NUMBER_START + label.trim() + NUMBER_END);
    paragraph.insertBefore(run, properties?.nextSibling ?? (properties ? null : paragraph.firstChild));
    if (!child(properties, "w:numPr")) nameList(document, paragraph, place);
  }
}

/** A paragraph's own place in a list, else that of its style; number 0 means none. */
function placeOf(
  properties: Element | null,
  styles: Map<string, Element>,
  lists: Map<string, NumberedList>,
): Place | null {
  const own = child(properties, "w:numPr");
  let styleId = childValue(properties, "w:pStyle");
  let id = childValue(own, "w:numId");
  let level = childValue(own, "w:ilvl");
  for (let depth = 0; styleId && depth < MAX_STYLE_DEPTH && (id === null || level === null); depth += 1) {
    const style = styles.get(styleId);
    const inherited = child(child(style, "w:pPr"), "w:numPr");
    id ??= childValue(inherited, "w:numId");
    const named = id === null ? undefined : levelOfStyle(lists.get(id), styleId);
    level ??= childValue(inherited, "w:ilvl") ?? (named === undefined ? null : String(named));
    styleId = childValue(style, "w:basedOn");
  }
  return id === null || id === "0" ? null : { id, level: Number(level ?? 0) };
}

const levelOfStyle = (list: NumberedList | undefined, style: string) =>
  [...(list?.levels ?? [])].find(([, level]) => level.style === style)?.[0];

/** Lists that only a style makes are not recognized otherwise. */
function nameList(document: Document, paragraph: Element, { id, level }: Place): void {
  const withValue = (name: string, value: string) => {
    const element = makeElement(document, name);
    element.setAttribute("w:val", value);
    return element;
  };
  const numbers = makeElement(document, "w:numPr", [
    withValue("w:ilvl", String(level)),
    withValue("w:numId", id),
  ]);
  child(paragraph, "w:pPr")?.appendChild(numbers);
}

/** Counts through a document: a level restarts when a higher one advances. */
function makeCounter() {
  const counters = new Map<string, Map<number, number>>();
  const begun = new Set<string>();
  return (id: string, { list, levels, startsAt }: NumberedList, at: number): string => {
    const numbers = counters.get(list.id) ?? new Map<number, number>();
    counters.set(list.id, numbers);
    if (!begun.has(id)) for (const [level, start] of startsAt) numbers.set(level, start - 1);
    begun.add(id);
    numbers.set(at, (numbers.get(at) ?? (levels.get(at)?.start ?? 1) - 1) + 1);
    for (const lower of [...numbers.keys()])
      if (lower > at && levels.get(lower)?.restarts !== false) numbers.delete(lower);
    return labelOf(levels, numbers, at);
  };
}

function labelOf(levels: Map<number, NumberLevel>, numbers: Map<number, number>, at: number): string {
  const own = levels.get(at);
  return (own?.text ?? "").replace(/%(\d)/g, (_, digit: string) => {
    const level = Number(digit) - 1;
    const format = own?.isLegal ? "decimal" : (levels.get(level)?.format ?? "decimal");
    return formatOrdinal(numbers.get(level) ?? levels.get(level)?.start ?? 1, format);
  });
}
