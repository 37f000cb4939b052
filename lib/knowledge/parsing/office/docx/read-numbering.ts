import { allNamed } from "../read-xml.ts";
import { child, childValue } from "./dom.ts";

export type NumberLevel = {
  start: number;
  format: string;
  /** Such as "%1.%2". */
  text: string;
  style: string | null;
  isLegal: boolean;
  restarts: boolean;
};
type List = { id: string; levels: Map<number, NumberLevel>; styleLink: string | null };
/** `startsAt`: levels that this use of the list begins with another number. */
export type NumberedList = { list: List; levels: Map<number, NumberLevel>; startsAt: Map<number, number> };

/** Reads the numbered lists of a document, by number id (ECMA-376, part 1, 17.9). */
export function readNumbering(numbering: Document, styles: Document | null): Map<string, NumberedList> {
  const lists = new Map(
    allNamed(numbering, "w:abstractNum").map((list) => {
      const id = list.getAttribute("w:abstractNumId") ?? "";
      return [id, { id, levels: readLevels(list), styleLink: childValue(list, "w:numStyleLink") }] as const;
    }),
  );
  const uses = allNamed(numbering, "w:num").filter(
    ({ parentNode }) => parentNode?.nodeName === "w:numbering",
  );
  const listOf = (use: Element, depth = 0): List | undefined => {
    const list = lists.get(childValue(use, "w:abstractNumId") ?? "");
    const linked = list?.styleLink && styles ? numberOfStyle(styles, list.styleLink) : null;
    const other = linked && uses.find((one) => one.getAttribute("w:numId") === linked);
    return other && other !== use && depth < 3 ? listOf(other, depth + 1) : list;
  };
  return new Map(
    uses.flatMap((use) => {
      const list = listOf(use);
      return list ? [[use.getAttribute("w:numId") ?? "", withOverrides(list, use)] as const] : [];
    }),
  );
}

function numberOfStyle(styles: Document, id: string): string | null {
  const style = allNamed(styles, "w:style").find((one) => one.getAttribute("w:styleId") === id);
  return childValue(child(child(style, "w:pPr"), "w:numPr"), "w:numId");
}

function withOverrides(list: List, use: Element): NumberedList {
  const overrides = allNamed(use, "w:lvlOverride");
  const startsAt = new Map(
    overrides.flatMap((override) => {
      const start = childValue(override, "w:startOverride");
      return start === null ? [] : [[Number(override.getAttribute("w:ilvl")), Number(start)] as const];
    }),
  );
  const levels = new Map([...list.levels, ...overrides.flatMap((override) => [...readLevels(override)])]);
  return { list, levels, startsAt };
}

function readLevels(list: Element): Map<number, NumberLevel> {
  return new Map(
    allNamed(list, "w:lvl").map((level) => [
      Number(level.getAttribute("w:ilvl")),
      {
        start: Number(childValue(level, "w:start") ?? 1),
        format: childValue(level, "w:numFmt") ?? "decimal",
        text: child(level, "w:lvlText")?.getAttribute("w:val") ?? "",
        style: childValue(level, "w:pStyle"),
        isLegal: child(level, "w:isLgl") !== null,
        restarts: childValue(level, "w:lvlRestart") !== "0",
      },
    ]),
  );
}
