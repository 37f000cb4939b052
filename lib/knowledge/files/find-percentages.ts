import type { Zip } from "./open-zip.ts";
import { allNamed, parseXml, readRelations } from "./read-xml.ts";

const WORKBOOK = "xl/workbook.xml";
const STYLES = "xl/styles.xml";
/** Formats that every program knows by number (ECMA-376, part 1, 18.8.30). */
const KNOWN_FORMATS: [number, string][] = [
  [9, "0%"],
  [10, "0.00%"],
];

/** Decimal places of the cells that are shown in percent, by row and column counted from 0. */
export type Percentages = Map<string, number>;

export const cellKey = (row: number, column: number) => `${row}:${column}`;

/** The cells of each sheet, by its name, whose number is stored as a share and shown in percent. */
export async function findPercentages(zip: Zip, damaged: string): Promise<Map<string, Percentages>> {
  const found = new Map<string, Percentages>();
  const styles = await readPercentStyles(zip, damaged);
  if (styles.size === 0) return found;
  const relations = await readRelations(zip, WORKBOOK, damaged);
  for (const sheet of allNamed(parseXml(await zip.readText(WORKBOOK), damaged), "sheet")) {
    const path = relations.get(sheet.getAttribute("r:id") ?? "")?.path;
    const xml = (path && (await zip.readText(path))) || "";
    const cells: Percentages = new Map();
    for (const [start] of xml.matchAll(/<c\s[^>]*>/g)) {
      const decimals = styles.get(/\ss="(\d{1,6})"/.exec(start)?.[1] ?? "");
      const [, column, row] = /\sr="([A-Z]{1,3})(\d{1,7})"/.exec(start) ?? [];
      if (decimals !== undefined && column && row)
        cells.set(cellKey(Number(row) - 1, columnOf(column)), decimals);
    }
    found.set(sheet.getAttribute("name") ?? "", cells);
  }
  return found;
}

/** Cell styles, by the number that cells name them with, and their decimal places. */
async function readPercentStyles(zip: Zip, damaged: string): Promise<Map<string, number>> {
  const text = await zip.readText(STYLES);
  if (!text) return new Map();
  const styles = parseXml(text, damaged);
  const formats = new Map(KNOWN_FORMATS.map(([id, code]) => [String(id), code]));
  for (const format of allNamed(styles, "numFmt"))
    formats.set(format.getAttribute("numFmtId") ?? "", format.getAttribute("formatCode") ?? "");
  const [list] = allNamed(styles, "cellXfs");
  return new Map(
    (list ? allNamed(list, "xf") : []).flatMap((style, at) => {
      const decimals = decimalsOf(formats.get(style.getAttribute("numFmtId") ?? "") ?? "");
      return decimals === null ? [] : [[String(at), decimals] as const];
    }),
  );
}

/** Of positive numbers, which the first section of a format is for; quoted text in it is only shown. */
function decimalsOf(format: string): number | null {
  const [positive = ""] = format.replace(/"[^"]*"|\\./g, "").split(";");
  if (!positive.includes("%")) return null;
  return Math.min(/\.([0#?]+)/.exec(positive)?.[1]?.length ?? 0, 20);
}

function columnOf(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
