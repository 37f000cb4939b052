import type { Element, ElementContent, Root } from "hast";
import { formula } from "../office/write-formula.ts";
import { isElement, textOf } from "./html-tree.ts";

const MAX_DEPTH = 60;

/** Replaces formulas (MathML Core) by their text on one line, so that x² is not read as x2. */
export function writeMathMl(node: Root | Element): void {
  node.children = (node.children as ElementContent[]).map((child) => {
    if (!isElement(child)) return child;
    if (child.tagName === "math") return { type: "text", value: oneLine(write(child, 0)) };
    writeMathMl(child);
    return child;
  }) as Root["children"] & Element["children"];
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

function write(element: Element, depth: number): string {
  if (depth > MAX_DEPTH) return "";
  const parts = element.children.filter((child): child is Element => isElement(child));
  const texts = parts.map((part) => write(part, depth + 1));
  const [first = "", second = "", third = ""] = texts;
  switch (element.tagName) {
    case "mi":
    case "mn":
    case "mo":
    case "mtext":
    case "ms":
      return oneLine(textOf(element));
    case "mspace":
      return " ";
    case "annotation":
    case "annotation-xml":
    case "mphantom":
      return "";
    case "mfrac":
      return formula.fraction(first, second);
    case "msup":
    case "mover":
      return isAccent(second) ? first : formula.raised(first, second);
    case "msub":
    case "munder":
      return formula.lowered(first, second);
    case "msubsup":
    case "munderover":
      return formula.raised(formula.lowered(first, second), third);
    case "msqrt":
      return formula.root(texts.join(""), "");
    case "mroot":
      return formula.root(first, second);
    case "mfenced":
      return `${element.properties.open ?? "("}${texts.join(", ")}${element.properties.close ?? ")"}`;
    case "mtable":
      return formula.matrix(parts.map((row) => rowTexts(row, depth)));
    default:
      return texts.join("");
  }
}

const isAccent = (text: string) => /^(?:\p{M}|[\^~¯ˉ˜ˆ→‾˙¨])$/u.test(text);

const rowTexts = (row: Element, depth: number) =>
  row.children.filter((child): child is Element => isElement(child)).map((cell) => write(cell, depth + 2));
