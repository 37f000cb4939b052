import type { HiddenText } from "../../hidden-text.ts";
import type { Zip } from "../open-zip.ts";
import { allNamed, parseXml, type Relations } from "../read-xml.ts";
import { ancestor } from "./dom.ts";
import { stripHidden } from "./strip-hidden-docx.ts";

const CHANGING_FIELD = /\b(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION|DATE|TIME|PRINTDATE|SAVEDATE)\b/;
/** What remains of "Page 3 of 9" without its numbers. */
const MAX_PAGE_WORDS_LENGTH = 12;

export type Margins = { header: string[]; footer: string[]; hidden: HiddenText[] };

/** Reads the texts of headers and footers, each once, without page numbers. */
export async function readMargins(
  document: Document,
  styles: Document | null,
  zip: Zip,
  relations: Relations,
  damaged: string,
): Promise<Margins> {
  const margins: Margins = { header: [], footer: [], hidden: [] };
  for (const kind of ["header", "footer"] as const) {
    const paths = allNamed(document, `w:${kind}Reference`).flatMap(
      (reference) => relations.get(reference.getAttribute("r:id") ?? "")?.path ?? [],
    );
    const texts: string[] = [];
    for (const path of new Set(paths)) {
      const part = parseXml(await zip.readText(path), damaged);
      margins.hidden.push(...stripHidden(part, styles));
      texts.push(...allNamed(part, "w:p").map(textOf));
    }
    margins[kind] = [...new Set(texts.filter((text) => /[\p{L}\p{N}]/u.test(text)))];
  }
  return margins;
}

/** Without the numbers of pages; a line with hardly anything else is empty. */
function textOf(paragraph: Element): string {
  const fields: { code: string }[] = [];
  let text = "";
  let isNumbered = false;
  for (const part of allNamed(paragraph, "*")) {
    const isChanging = () => fields.some(({ code }) => CHANGING_FIELD.test(code));
    switch (part.nodeName) {
      case "w:fldChar": {
        const type = part.getAttribute("w:fldCharType");
        if (type === "begin") fields.push({ code: "" });
        if (type === "end") fields.pop();
        break;
      }
      case "w:instrText": {
        const field = fields.at(-1);
        if (field) field.code += part.textContent ?? "";
        isNumbered ||= isChanging();
        break;
      }
      case "w:t":
        if (isInChangingField(part)) isNumbered = true;
        else if (!isChanging() && ancestor(part, "w:p") === paragraph) text += part.textContent ?? "";
        break;
      case "w:tab":
      case "w:br":
      case "w:ptab":
        text += " ";
        break;
    }
  }
  const line = text.replace(/\s+/g, " ").trim();
  return isNumbered && line.length <= MAX_PAGE_WORDS_LENGTH ? "" : line;
}

function isInChangingField(part: Element): boolean {
  for (let at = part.parentNode; at; at = at.parentNode)
    if (at.nodeName === "w:fldSimple" && CHANGING_FIELD.test((at as Element).getAttribute("w:instr") ?? ""))
      return true;
  return false;
}
