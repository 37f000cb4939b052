import type { Zip } from "../open-zip.ts";
import { readChart } from "../read-chart.ts";
import { readDiagram } from "../read-diagram.ts";
import { allNamed, type Relations } from "../read-xml.ts";
import { ancestor, makeParagraph, makeTable } from "./dom.ts";

const DRAWINGS = ["w:drawing", "w:pict", "w:object"];

/**
 * Puts the content of drawings behind their paragraphs: text boxes as their paragraphs, charts as tables,
 * diagrams as paragraphs. Where a drawing is stored in two forms, the newer one is read.
 */
export async function placeDrawings(
  document: Document,
  zip: Zip,
  relations: Relations,
  damaged: string,
): Promise<void> {
  for (const choice of allNamed(document, "mc:AlternateContent")) keepOneForm(choice);
  for (const drawing of DRAWINGS.flatMap((name) => allNamed(document, name)).reverse()) {
    if (ancestor(drawing, "w:txbxContent")) continue;
    await placeDrawing(document, drawing, zip, relations, damaged);
  }
}

/** The newer form where it holds text, a chart or a diagram; otherwise the older one. */
function keepOneForm(alternatives: Element): void {
  const [choice] = allNamed(alternatives, "mc:Choice");
  const [fallback] = allNamed(alternatives, "mc:Fallback");
  const isReadable = choice && READABLE.some((name) => allNamed(choice, name).length > 0);
  const kept = (isReadable ? choice : fallback) ?? choice;
  while (kept?.firstChild) alternatives.parentNode?.insertBefore(kept.firstChild, alternatives);
  alternatives.parentNode?.removeChild(alternatives);
}

const READABLE = ["w:txbxContent", "c:chart", "dgm:relIds", "m:oMath", "w:t", "pic:pic"];

async function placeDrawing(
  document: Document,
  drawing: Element,
  zip: Zip,
  relations: Relations,
  damaged: string,
): Promise<void> {
  const paragraph = ancestor(drawing, "w:p");
  if (!paragraph) return;
  const blocks: Node[] = [];
  for (const box of allNamed(drawing, "w:txbxContent")) blocks.push(...Array.from(box.childNodes));
  for (const chart of allNamed(drawing, "c:chart"))
    blocks.push(...(await chartBlocks(document, chart.getAttribute("r:id") ?? "", zip, relations, damaged)));
  for (const diagram of allNamed(drawing, "dgm:relIds")) {
    const path = relations.get(diagram.getAttribute("r:dm") ?? "")?.path;
    const items = path ? readDiagram(await zip.readText(path), damaged) : [];
    blocks.push(...items.map(({ text }) => makeParagraph(document, text)));
  }
  if (blocks.length === 0) return;
  for (const block of blocks.toReversed()) paragraph.parentNode?.insertBefore(block, paragraph.nextSibling);
  drawing.parentNode?.removeChild(drawing);
}

async function chartBlocks(document: Document, id: string, zip: Zip, relations: Relations, damaged: string) {
  const path = relations.get(id)?.path;
  const chart = path ? readChart(await zip.readText(path), damaged) : null;
  if (!chart) return [];
  return [...(chart.title ? [makeParagraph(document, chart.title)] : []), makeTable(document, chart.rows)];
}
