import type { Zip } from "./open-zip.ts";
import { allNamed, parseXml, readRelations } from "./read-xml.ts";

const WORKBOOK = "xl/workbook.xml";
const STYLES = "xl/styles.xml";
/** Built-in formats, by number (ECMA-376, part 1, 18.8.30). */
const KNOWN_FORMATS: [number, string][] = [
  [9, "0%"],
  [10, "0.00%"],
  [46, "[h]:mm:ss"],
];

/**
 * Formats that display a different number than is stored: percentages, and days as elapsed hours and minutes.
 */
export type NumberFormat = { kind: "percent"; decimals: number } | { kind: "elapsed" };
/** By row and column, counted from 0. */
export type NumberFormats = Map<string, NumberFormat>;

export const cellKey = (row: number, column: number) => `${row}:${column}`;

/** Returns the cells with such a format, by sheet name. */
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

/** By the style number that cells refer to. */
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

/** The first section of a format applies to positive numbers; quoted text in it is literal. */
function readFormat(code: string): NumberFormat | null {
  const [positive = ""] = code.replace(/"[^"]*"|\\./g, "").split(";");
  if (/\[(?:h+|m+|s+)\]/i.test(positive)) return { kind: "elapsed" };
  if (!positive.includes("%")) return null;
  return { kind: "percent", decimals: Math.min(/\.([0#?]+)/.exec(positive)?.[1]?.length ?? 0, 20) };
}

function columnOf(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
