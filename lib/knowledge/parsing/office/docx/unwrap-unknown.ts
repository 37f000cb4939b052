import { readOfficeMath } from "../read-office-math.ts";
import { allNamed } from "../read-xml.ts";
import { makeElement, makeRun } from "./dom.ts";

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
