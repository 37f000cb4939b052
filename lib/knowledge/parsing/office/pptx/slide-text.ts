import { writeLowered, writeRaised } from "../../write-figure.ts";
import { readOfficeMath } from "../read-office-math.ts";
import { allNamed as all } from "../read-xml.ts";

export const numberOf = (node: Element | undefined, name: string) => Number(node?.getAttribute(name)) || 0;
export const wordsOf = (node: Document | Element) =>
  all(node, "a:p")
    .map((one) =>
      all(one, "a:t")
        .map((run) => run.textContent ?? "")
        .join(""),
    )
    .join(" ");

export function paragraphs(node: Element): string[] {
  return all(node, "a:p").map(textOf).filter(Boolean);
}

/** A paragraph on one line; raised and lowered figures stay apart from the number before them. */
export function textOf(paragraph: Element): string {
  return (Array.from(paragraph.childNodes) as Element[])
    .reduce((text, part) => text + textIn(part, text), "")
    .replace(/\s+/g, " ")
    .trim();
}

function textIn(part: Element, before: string): string {
  if (part.nodeType !== part.ELEMENT_NODE) return "";
  if (part.nodeName === "a:br") return " ";
  const formulas = part.nodeName === "m:oMath" ? [part] : all(part, "m:oMath");
  if (formulas.length > 0) return formulas.map((one) => readOfficeMath(one)).join("; ");
  const text = all(part, "a:t")
    .map((run) => run.textContent ?? "")
    .join("");
  const baseline = numberOf(all(part, "a:rPr")[0], "baseline");
  if (baseline > 0) return writeRaised(text, before);
  return baseline < 0 ? writeLowered(text) : text;
}
