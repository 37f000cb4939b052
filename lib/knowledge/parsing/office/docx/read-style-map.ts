import { allNamed } from "../read-xml.ts";
import { child, childValue } from "./dom.ts";

const MAX_STYLE_DEPTH = 10;
const MAX_HEADING_LEVEL = 6;

/** mammoth's style map: the title, and styles with an outline level, are headings whatever their name. */
export function readStyleMap(styles: Document): string[] {
  const elements = new Map(
    allNamed(styles, "w:style").map((style) => [style.getAttribute("w:styleId") ?? "", style]),
  );
  const levelOf = (id: string | null, depth = 0): number | null => {
    const style = elements.get(id ?? "");
    if (!style || depth > MAX_STYLE_DEPTH) return null;
    const own = childValue(child(style, "w:pPr"), "w:outlineLvl");
    return own === null ? levelOf(childValue(style, "w:basedOn"), depth + 1) : Number(own);
  };
  return [...elements].flatMap(([id, style]) => {
    const name = childValue(style, "w:name") ?? "";
    if (style.getAttribute("w:type") !== "paragraph" || !/^[\w-]+$/.test(id) || /^heading \d$/i.test(name))
      return [];
    const level = /^title$/i.test(name) ? 0 : levelOf(id);
    return level === null || level >= MAX_HEADING_LEVEL ? [] : [`p.${id} => h${level + 1}:fresh`];
  });
}
