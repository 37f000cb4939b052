import { type UnreadPart, unreadPart } from "../../unread-part.ts";
import type { Zip } from "../open-zip.ts";
import { readChart } from "../read-chart.ts";
import { readDiagram } from "../read-diagram.ts";
import { allNamed, type Relations } from "../read-xml.ts";
import { resolveAlternatives } from "../resolve-alternatives.ts";
import { ancestor, makeParagraph, makeTable } from "./dom.ts";

const DRAWINGS = ["w:drawing", "w:pict", "w:object"];

/**
 * Puts the content of drawings behind their paragraphs: text boxes as their paragraphs, charts as tables,
 * diagrams as paragraphs. Where a drawing is stored in two forms, the newer one is read. Returns what is not
 * read: pictures without a description, charts without values, embedded files.
 */
export async function placeDrawings(
  document: Document,
  zip: Zip,
  relations: Relations,
  damaged: string,
): Promise<UnreadPart[]> {
  resolveAlternatives(document);
  const unread = [...countPictures(document), ...countEmbedded(document)];
  for (const drawing of DRAWINGS.flatMap((name) => allNamed(document, name)).reverse()) {
    if (ancestor(drawing, "w:txbxContent")) continue;
    unread.push(...(await placeDrawing(document, drawing, zip, relations, damaged)));
  }
  return unread;
}

function countPictures(document: Document): UnreadPart[] {
  const pictures = allNamed(document, "pic:pic").filter((picture) => {
    const drawing = ancestor(picture, "w:drawing");
    const properties = drawing && allNamed(drawing, "wp:docPr")[0];
    return !(properties?.getAttribute("descr") || properties?.getAttribute("title"))?.trim();
  });
  return unreadPart("picture", pictures.length);
}

function countEmbedded(document: Document): UnreadPart[] {
  const objects = allNamed(document, "o:OLEObject");
  const names = objects.map((object) => object.getAttribute("ProgID") ?? "");
  return unreadPart("embedded", objects.length + allNamed(document, "w:altChunk").length, names);
}

async function placeDrawing(
  document: Document,
  drawing: Element,
  zip: Zip,
  relations: Relations,
  damaged: string,
): Promise<UnreadPart[]> {
  const paragraph = ancestor(drawing, "w:p");
  if (!paragraph) return [];
  const blocks: Node[] = [];
  const unread: UnreadPart[] = [];
  for (const box of allNamed(drawing, "w:txbxContent")) blocks.push(...Array.from(box.childNodes));
  for (const reference of [...allNamed(drawing, "c:chart"), ...allNamed(drawing, "cx:chart")]) {
    const path = relations.get(reference.getAttribute("r:id") ?? "")?.path;
    const chart = path ? readChart(await zip.readText(path), damaged) : null;
    if (!chart) unread.push(...unreadPart("chart", 1));
    else if (chart.title) blocks.push(makeParagraph(document, chart.title));
    if (chart) blocks.push(makeTable(document, chart.rows));
  }
  for (const diagram of allNamed(drawing, "dgm:relIds")) {
    const path = relations.get(diagram.getAttribute("r:dm") ?? "")?.path;
    const items = path ? readDiagram(await zip.readText(path), damaged) : [];
    blocks.push(...items.map(({ text }) => makeParagraph(document, text)));
  }
  if (blocks.length === 0) return unread;
  for (const block of blocks.toReversed()) paragraph.parentNode?.insertBefore(block, paragraph.nextSibling);
  drawing.parentNode?.removeChild(drawing);
  return unread;
}
