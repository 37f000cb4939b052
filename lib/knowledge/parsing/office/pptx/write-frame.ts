import { writeSpannedTable } from "../../tables/write-spanned-table.ts";
import { escapeLine, writeTable } from "../../tables/write-table.ts";
import { type UnreadPart, unreadPart } from "../../unread-part.ts";
import type { Zip } from "../open-zip.ts";
import { readChart } from "../read-chart.ts";
import { readDiagram } from "../read-diagram.ts";
import { allNamed as all, type Relations } from "../read-xml.ts";
import { numberOf, paragraphs } from "./slide-text.ts";

type Written = { text: string; unread: UnreadPart[] };

/** Writes a frame of a slide: a table, a chart, a diagram or an embedded file. */
export async function writeFrame(
  frame: Element,
  zip: Zip,
  relations: Relations,
  number: number,
  damaged: string,
): Promise<Written> {
  const pathOf = (reference: Element, name: string) =>
    relations.get(reference.getAttribute(name) ?? "")?.path;
  const blocks = all(frame, "a:tbl").map(writeSlideTable);
  const unread: UnreadPart[] = [];
  for (const reference of [...all(frame, "c:chart"), ...all(frame, "cx:chart")]) {
    const path = pathOf(reference, "r:id");
    const chart = path ? readChart(await zip.readText(path), damaged) : null;
    if (chart) blocks.push(...(chart.title ? [escapeLine(chart.title)] : []), writeTable(chart.rows));
    else unread.push(...unreadPart("chart", 1, [], number));
  }
  for (const reference of all(frame, "dgm:relIds")) {
    const path = pathOf(reference, "r:dm");
    const items = path ? readDiagram(await zip.readText(path), damaged) : [];
    blocks.push(items.map(({ text, level }) => `${"  ".repeat(level)}- ${escapeLine(text)}`).join("\n"));
  }
  const objects = all(frame, "p:oleObj");
  const names = objects.map((object) => object.getAttribute("progId") ?? "");
  unread.push(...unreadPart("embedded", objects.length, names, number));
  return { text: blocks.filter(Boolean).join("\n\n"), unread };
}

function writeSlideTable(table: Element): string {
  const isCovered = (cell: Element) =>
    ["hMerge", "vMerge"].some((name) => /^(?:1|true)$/.test(cell.getAttribute(name) ?? ""));
  return writeSpannedTable(
    all(table, "a:tr").map((row) =>
      all(row, "a:tc")
        .filter((cell) => !isCovered(cell))
        .map((cell) => ({
          value: paragraphs(cell).join(" "),
          colSpan: numberOf(cell, "gridSpan") || 1,
          rowSpan: numberOf(cell, "rowSpan") || 1,
        })),
    ),
  );
}
