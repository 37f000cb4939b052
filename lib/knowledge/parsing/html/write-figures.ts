import type { Element, ElementContent, Root } from "hast";
import { writeLowered, writeRaised } from "../write-figure.ts";
import { BLOCKS, classNames, isElement, textOf } from "./html-tree.ts";

const NOTE_CLASS = /foot-?note|end-?note|note-?ref|reference|\bcite|\bfn/;
const MAX_MARK_LENGTH = 4;
/** Enough to see what a figure stands behind. */
const LINE_CHARS = 40;

/** The text of the line so far. */
type Line = { before: string };

/** Replaces raised and lowered figures by text, so that 10<sup>6</sup> is not read as 106. */
export function writeFigures(page: Root): void {
  page.children = writeAll(page.children as ElementContent[], { before: "" }, false) as Root["children"];
}

function writeAll(nodes: ElementContent[], line: Line, isInLink: boolean): ElementContent[] {
  const written = nodes.map((node, at): ElementContent => {
    const figure = isElement(node) ? writeFigure(nodes, at, line, isInLink) : null;
    if (figure !== null) {
      line.before += figure;
      return { type: "text", value: figure };
    }
    if (node.type === "text") line.before = (line.before + node.value).slice(-LINE_CHARS);
    if (!isElement(node)) return node;
    if (BLOCKS.has(node.tagName) || node.tagName === "br") line.before = "";
    node.children = writeAll(node.children, line, isInLink || isNoteLink(node));
    return node;
  });
  return joinTexts(written);
}

/** Thousands of small texts in a row would take the Markdown writer minutes. */
function joinTexts(nodes: ElementContent[]): ElementContent[] {
  const joined: ElementContent[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === "text" && last?.type === "text") last.value += node.value;
    else joined.push(node.type === "text" ? { ...node } : node);
  }
  return joined;
}

/** Null for an element that is neither raised nor lowered. */
function writeFigure(nodes: ElementContent[], at: number, line: Line, isInLink: boolean): string | null {
  const element = nodes[at] as Element;
  const position = positionOf(element);
  const whole = position ? textOf(element) : "";
  const text = whole.trim();
  if (text === "") return null;
  const [before, behind] = [/^\s/.test(whole) ? " " : "", /\s$/.test(whole) ? " " : ""];
  const isNote = isInLink || isNoteLink(element) || containsNoteLink(element);
  return before + figureOf(nodes, at, text, { line, position, isNote }) + behind;
}

type Figure = { line: Line; position: ReturnType<typeof positionOf>; isNote: boolean };

function figureOf(
  nodes: ElementContent[],
  at: number,
  text: string,
  { line, position, isNote }: Figure,
): string {
  if (isFractionPart(nodes, at)) return position === "raised" && /\d$/.test(line.before) ? ` ${text}` : text;
  if (position === "lowered") return writeLowered(text);
  const isMark = text.length <= MAX_MARK_LENGTH && /^[\p{L}\p{N}]+$/u.test(text);
  return isNote && isMark ? `[${text}]` : writeRaised(text, line.before);
}

function positionOf(element: Element): "raised" | "lowered" | null {
  if (element.tagName === "sup") return "raised";
  if (element.tagName === "sub") return "lowered";
  const style = /vertical-align\s*:\s*(super|sub)\b/i.exec(String(element.properties.style ?? ""))?.[1];
  const name =
    element.tagName === "span"
      ? classNames(element).find((one) => /^(?:sup|sub)(?:erscript|script)?$/.test(one))
      : "";
  const found = style ?? name;
  return found ? (/^sup/.test(found) ? "raised" : "lowered") : null;
}

function isNoteLink(element: Element): boolean {
  const { href, role, id, dataType } = element.properties;
  const isLink = element.tagName === "a" && /^[^?]*#/.test(String(href ?? ""));
  const isNote =
    element.tagName === "sup" &&
    [...classNames(element), String(id ?? ""), String(dataType ?? "")].some((name) =>
      NOTE_CLASS.test(name.toLowerCase()),
    );
  return isLink || isNote || role === "doc-noteref";
}

const containsNoteLink = (element: Element): boolean =>
  element.children.some((child) => isElement(child) && (isNoteLink(child) || containsNoteLink(child)));

/** A raised number, a slash and a lowered number are a fraction: 3 1/2. */
function isFractionPart(nodes: ElementContent[], at: number): boolean {
  return [at, at - 2].some((start) => {
    const [top, slash, bottom] = nodes.slice(Math.max(start, 0), start + 3);
    return (
      start >= 0 &&
      isElement(top, "sup") &&
      isElement(bottom, "sub") &&
      slash?.type === "text" &&
      /^[/⁄]$/.test(slash.value.trim()) &&
      /^\d+$/.test(textOf(top).trim()) &&
      /^\d+$/.test(textOf(bottom).trim())
    );
  });
}
