import type { Zip } from "./open-zip.ts";
import { allNamed, parseXml, readRelations } from "./read-xml.ts";

const WORKBOOK = "xl/workbook.xml";
const STYLES = "xl/styles.xml";
/** Formats that every program knows by number (ECMA-376, part 1, 18.8.30). */
const KNOWN_FORMATS: [number, string][] = [
  [9, "0%"],
  [10, "0.00%"],
  [46, "[h]:mm:ss"],
];

/** What makes a stored number another one to the reader: a share in percent, days as hours and minutes gone by. */
export type NumberFormat = { kind: "percent"; decimals: number } | { kind: "elapsed" };
/** By row and column counted from 0. */
export type NumberFormats = Map<string, NumberFormat>;

export const cellKey = (row: number, column: number) => `${row}:${column}`;

/** The cells of each sheet, by its name, whose number is shown as another. */
export async function findNumberFormats(zip: Zip, damaged: string): Promise<Map<string, NumberFormats>> {
  const found = new Map<string, NumberFormats>();
  const styles = await readStyles(zip, damaged);
  if (styles.size === 0) return found;
  const relations = await readRelations(zip, WORKBOOK, damaged);
  for (const sheet of allNamed(parseXml(await zip.readText(WORKBOOK), damaged), "sheet")) {
    const path = relations.get(sheet.getAttribute("r:id") ?? "")?.path;
    const xml = (path && (await zip.readText(path))) || "";
    const cells: NumberFormats = new Map();
    for (const [start] of xml.matchAll(/<c\s[^>]*>/g)) {
      const format = styles.get(/\ss="(\d{1,6})"/.exec(start)?.[1] ?? "");
      const [, column, row] = /\sr="([A-Z]{1,3})(\d{1,7})"/.exec(start) ?? [];
      if (format && column && row) cells.set(cellKey(Number(row) - 1, columnOf(column)), format);
    }
    found.set(sheet.getAttribute("name") ?? "", cells);
  }
  return found;
}

/** Those of cell styles, by the number that cells name them with. */
async function readStyles(zip: Zip, damaged: string): Promise<Map<string, NumberFormat>> {
  const text = await zip.readText(STYLES);
  if (!text) return new Map();
  const styles = parseXml(text, damaged);
  const formats = new Map(KNOWN_FORMATS.map(([id, code]) => [String(id), code]));
  for (const format of allNamed(styles, "numFmt"))
    formats.set(format.getAttribute("numFmtId") ?? "", format.getAttribute("formatCode") ?? "");
  const [list] = allNamed(styles, "cellXfs");
  return new Map(
    (list ? allNamed(list, "xf") : []).flatMap((style, at) => {
      const format = readFormat(formats.get(style.getAttribute("numFmtId") ?? "") ?? "");
      return format ? [[String(at), format] as const] : [];
    }),
  );
}

/** Of positive numbers, which the first section of a format is for; quoted text in it is only shown. */
function readFormat(code: string): NumberFormat | null {
  const [positive = ""] = code.replace(/"[^"]*"|\\./g, "").split(";");
  if (/\[(?:h+|m+|s+)\]/i.test(positive)) return { kind: "elapsed" };
  if (!positive.includes("%")) return null;
  return { kind: "percent", decimals: Math.min(/\.([0#?]+)/.exec(positive)?.[1]?.length ?? 0, 20) };
}

function columnOf(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
