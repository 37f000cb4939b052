import { type HiddenText, hiddenText } from "../hidden-text.ts";
import type { Zip } from "./open-zip.ts";
import { allNamed, parseXml, readRelations } from "./read-xml.ts";

const WORKBOOK = "xl/workbook.xml";

/** Hidden parts of a sheet: all of it, or rows and columns counted from 0. */
export type HiddenParts = { isHidden: boolean; rows: Set<number>; columns: Set<number> };

/** Returns the hidden parts of each sheet, by sheet name. */
export async function findHiddenParts(zip: Zip, damaged: string): Promise<Map<string, HiddenParts>> {
  const workbook = parseXml(await zip.readText(WORKBOOK), damaged);
  const relations = await readRelations(zip, WORKBOOK, damaged);
  const parts = new Map<string, HiddenParts>();
  for (const sheet of allNamed(workbook, "sheet")) {
    const path = relations.get(sheet.getAttribute("r:id") ?? "")?.path;
    const xml = (path && (await zip.readText(path))) || "";
    parts.set(sheet.getAttribute("name") ?? "", {
      isHidden: /^(?:hidden|veryHidden)$/.test(sheet.getAttribute("state") ?? ""),
      rows: new Set(hiddenTags(xml, "row").map((row) => numberIn(row, "r") - 1)),
      columns: new Set(
        hiddenTags(xml, "col").flatMap((col) => range(numberIn(col, "min"), numberIn(col, "max"))),
      ),
    });
  }
  return parts;
}

/** Returns the comments on cells. */
export async function readCellNotes(zip: Zip): Promise<HiddenText[]> {
  const notes: HiddenText[] = [];
  for (const name of zip.names.filter((one) =>
    /^xl\/(?:threadedComments\/|comments)[^/]*\.xml$/i.test(one),
  )) {
    const xml = (await zip.readText(name)) ?? "";
    notes.push(
      ...hiddenText(
        "comment",
        [...xml.matchAll(/<(?:t|text)(?:\s[^>]*)?>([^<]*)</g)].map(([, text]) => text).join(" "),
      ),
    );
  }
  return notes;
}

const hiddenTags = (xml: string, tag: string) =>
  (xml.match(new RegExp(`<${tag}\\s[^>]*>`, "g")) ?? []).filter((start) =>
    /\shidden="(?:1|true)"/.test(start),
  );

const numberIn = (start: string, name: string) =>
  Number(new RegExp(`\\s${name}="(\\d{1,7})"`).exec(start)?.[1] ?? 0);

const range = (first: number, last: number) =>
  Array.from({ length: Math.min(Math.max(last - first + 1, 0), 16_384) }, (_, i) => first - 1 + i);
