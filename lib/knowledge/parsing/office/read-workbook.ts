import { BUILT_IN_FORMATS } from "./built-in-formats.ts";
import type { CellFormat } from "./format-cell.ts";
import type { Zip } from "./open-zip.ts";
import { readSharedStrings } from "./read-shared-strings.ts";
import { allNamed, parseXml, readRelations } from "./read-xml.ts";

const WORKBOOK = "xl/workbook.xml";
const GENERAL: CellFormat = { id: 0, code: "General" };

type SheetEntry = { name: string; path: string; isHidden: boolean };
export type Workbook = {
  sheets: SheetEntry[];
  is1904: boolean;
  strings: string[];
  /** By the style number that cells refer to. */
  formatOf(style: string): CellFormat;
};

/** Reads what the sheets of a workbook share. @throws ParleyError invalid with `damaged` */
export async function readWorkbook(zip: Zip, damaged: string): Promise<Workbook> {
  const workbook = parseXml(await zip.readText(WORKBOOK), damaged);
  const relations = await readRelations(zip, WORKBOOK, damaged);
  const pathOf = (type: string) => [...relations.values()].find((one) => one.type.endsWith(`/${type}`))?.path;
  const formats = await readFormats(zip, pathOf("styles") ?? "xl/styles.xml", damaged);
  const strings = await zip.readText(pathOf("sharedStrings") ?? "xl/sharedStrings.xml");
  const date1904 = allNamed(workbook, "workbookPr")[0]?.getAttribute("date1904") ?? "";
  return {
    sheets: allNamed(workbook, "sheet").flatMap((sheet) => {
      const id = Array.from(sheet.attributes).find(({ name }) => name.endsWith(":id"))?.value ?? "";
      const relation = relations.get(id);
      if (!relation?.type.match(/\/(?:work|chart)sheet$/)) return [];
      const isHidden = /^(?:hidden|veryHidden)$/.test(sheet.getAttribute("state") ?? "");
      return [{ name: sheet.getAttribute("name") ?? "", path: relation.path, isHidden }];
    }),
    is1904: /^(?:1|true)$/.test(date1904),
    strings: strings ? readSharedStrings(strings, damaged) : [],
    formatOf: (style) => formats[Number(style)] ?? GENERAL,
  };
}

async function readFormats(zip: Zip, path: string, damaged: string): Promise<CellFormat[]> {
  const text = await zip.readText(path);
  if (!text) return [];
  const styles = parseXml(text, damaged);
  const codes = new Map(
    allNamed(styles, "numFmt").map((format) => [
      Number(format.getAttribute("numFmtId")),
      format.getAttribute("formatCode") ?? "",
    ]),
  );
  const [list] = allNamed(styles, "cellXfs");
  return (list ? allNamed(list, "xf") : []).map((style) => {
    const id = Number(style.getAttribute("numFmtId"));
    const code = codes.get(id);
    // A file's own format has the meaning it states, whatever its number.
    if (code !== undefined) return { id: -1, code };
    return { id, code: BUILT_IN_FORMATS[id] ?? "General" };
  });
}
