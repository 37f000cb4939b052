import { readOfficeMath } from "../read-office-math.ts";
import { allNamed } from "../read-xml.ts";
import { child, childValue, makeElement, makeRun } from "./dom.ts";

/** Elements around text that mammoth would leave out together with the text. */
const WRAPPERS = ["w:fldSimple", "w:bdo", "w:dir", "w:rubyBase"];
/** Reading aids above East Asian text repeat it. */
const REPEATING = ["w:rt", "w:rubyPr"];

/** Replaces formulas by their text on one line. */
export function writeFormulas(part: Document): void {
  for (const name of ["m:oMathPara", "m:oMath"])
    for (const math of allNamed(part, name)) {
      const text = allNamed(math, "m:oMath").map(lineOf).join("; ") || lineOf(math);
      const run = makeRun(part, text);
      const isInRun = math.parentNode?.nodeName === "w:r";
      math.parentNode?.replaceChild(isInRun ? (run.firstChild as Node) : run, math);
    }
}

const lineOf = (math: Element) => readOfficeMath(math).replace(/\s+/g, " ").trim();

/** Makes what a style or a position raises or lowers known to mammoth, which reads runs only. */
export function markRaisedRuns(part: Document, styles: Document | null): void {
  const byStyle = new Map(
    (styles ? allNamed(styles, "w:style") : []).map((style) => [
      style.getAttribute("w:styleId"),
      childValue(child(style, "w:rPr"), "w:vertAlign"),
    ]),
  );
  for (const properties of allNamed(part, "w:rPr")) {
    if (properties.parentNode?.nodeName !== "w:r" || child(properties, "w:vertAlign")) continue;
    const position = Number(childValue(properties, "w:position"));
    const moved = position > 0 ? "superscript" : position < 0 ? "subscript" : null;
    const value = moved ?? byStyle.get(childValue(properties, "w:rStyle") ?? "");
    if (!value) continue;
    const alignment = makeElement(part, "w:vertAlign");
    alignment.setAttribute("w:val", value);
    properties.appendChild(alignment);
  }
}

export function unwrapUnknown(part: Document): void {
  for (const name of REPEATING)
    for (const element of allNamed(part, name)) element.parentNode?.removeChild(element);
  for (const name of WRAPPERS) for (const element of allNamed(part, name)) unwrap(element);
  for (const ruby of allNamed(part, "w:ruby")) {
    const run = ruby.parentNode;
    for (const inner of allNamed(ruby, "w:r")) run?.parentNode?.insertBefore(inner, run);
    run?.removeChild(ruby);
  }
  for (const name of ["w:cr", "w:ptab"])
    for (const element of allNamed(part, name))
      element.parentNode?.replaceChild(makeElement(part, name === "w:cr" ? "w:br" : "w:tab"), element);
}

function unwrap(element: Element): void {
  while (element.firstChild) element.parentNode?.insertBefore(element.firstChild, element);
  element.parentNode?.removeChild(element);
}
