import { escapeLine, writeTable } from "../tables/write-table.ts";
import { type UnreadPart, unreadPart } from "../unread-part.ts";
import type { Zip } from "./open-zip.ts";
import { paragraphs } from "./pptx/slide-text.ts";
import { readChart } from "./read-chart.ts";
import { allNamed, parseXml, readRelations } from "./read-xml.ts";

type Drawings = { blocks: string[]; unread: UnreadPart[] };

/** Reads what lies on a sheet: text boxes, charts, descriptions of pictures. */
export async function readSheetDrawings(zip: Zip, sheetPath: string, damaged: string): Promise<Drawings> {
  const parts = await readRelations(zip, sheetPath, damaged);
  const found: Drawings = { blocks: [], unread: [] };
  const embedded = [...parts.values()].filter(({ type }) => /\/(?:oleObject|package)$/.test(type));
  found.unread.push(...unreadPart("embedded", embedded.length));
  for (const { path, type } of parts.values()) {
    const xml = type.endsWith("/drawing") ? await zip.readText(path) : null;
    if (!xml) continue;
    const drawing = parseXml(xml, damaged);
    for (const shape of allNamed(drawing, "xdr:sp"))
      found.blocks.push(paragraphs(shape).map(escapeLine).join("\n\n"));
    readPictures(drawing, found);
    const relations = await readRelations(zip, path, damaged);
    for (const reference of [...allNamed(drawing, "c:chart"), ...allNamed(drawing, "cx:chart")]) {
      const chartPath = relations.get(reference.getAttribute("r:id") ?? "")?.path;
      const chart = chartPath ? readChart(await zip.readText(chartPath), damaged) : null;
      if (chart) found.blocks.push(...(chart.title ? [escapeLine(chart.title)] : []), writeTable(chart.rows));
      else found.unread.push(...unreadPart("chart", 1));
    }
  }
  return { ...found, blocks: found.blocks.filter(Boolean) };
}

function readPictures(drawing: Document, { blocks, unread }: Drawings): void {
  const descriptions = allNamed(drawing, "xdr:pic").map(
    (picture) => allNamed(picture, "xdr:cNvPr")[0]?.getAttribute("descr")?.trim() ?? "",
  );
  blocks.push(...descriptions.filter(Boolean).map(escapeLine));
  unread.push(...unreadPart("picture", descriptions.filter((text) => text === "").length));
}
