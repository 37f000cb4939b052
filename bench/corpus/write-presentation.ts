import { escapeXml, flatDocument } from "./flat-document.ts";

const STYLES =
  '<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="28cm" fo:page-height="15.75cm"/></style:page-layout>' +
  '<style:style style:name="S" style:family="drawing-page"/>' +
  '<style:style style:name="P" style:family="presentation"/>';
const MASTER = '<style:master-page style:name="M" style:page-layout-name="L" draw:style-name="S"/>';

/**
 * Writes a Markdown outline as a flat presentation: `#` starts a slide, two spaces indent to the second
 * level, `|` makes a table, and `Notes:` starts the speaker notes.
 */
export function writePresentation(outline: string): string {
  const slides = outline.split(/^# /m).slice(1);
  return flatDocument("presentation", {
    automatic: STYLES,
    master: MASTER,
    body: slides.map((slide, at) => writeSlide(slide, at + 1)).join(""),
  });
}

function writeSlide(slide: string, number: number): string {
  const [title = "", ...lines] = slide.split("\n");
  const items = lines.filter((line) => /^\s*- /.test(line));
  const rows = lines.filter((line) => line.startsWith("|") && !/^[|:\s-]+$/.test(line));
  const notes = lines.find((line) => line.startsWith("Notes: "))?.slice(7);
  const shapes = [
    frame("title", 1, textBox(paragraph(title.trim()))),
    items.length > 0 ? frame("outline", 4, textBox(writeItems(items))) : "",
    rows.length > 0 ? frame(null, 4, writeTable(rows)) : "",
    notes ? `<presentation:notes>${frame("notes", 12, textBox(paragraph(notes)))}</presentation:notes>` : "",
  ];
  return `<draw:page draw:name="page${number}" draw:style-name="S" draw:master-page-name="M">${shapes.join("")}</draw:page>`;
}

function frame(place: string | null, top: number, content: string): string {
  const role = place ? ` presentation:class="${place}" presentation:style-name="P"` : "";
  return `<draw:frame${role} svg:x="2cm" svg:y="${top}cm" svg:width="24cm" svg:height="${place === "title" ? 2 : 10}cm">${content}</draw:frame>`;
}

const textBox = (content: string) => `<draw:text-box>${content}</draw:text-box>`;
const paragraph = (text: string) => `<text:p>${escapeXml(text)}</text:p>`;
const list = (content: string) => `<text:list>${content}</text:list>`;

function writeItems(lines: string[]): string {
  return list(
    lines
      .map((line) => {
        const item = `<text:list-item>${paragraph(line.replace(/^\s*- /, ""))}</text:list-item>`;
        return line.startsWith(" ") ? `<text:list-item>${list(item)}</text:list-item>` : item;
      })
      .join(""),
  );
}

function writeTable(lines: string[]): string {
  const rows = lines.map((line) => line.split("|").slice(1, -1));
  const columns = "<table:table-column/>".repeat(rows[0]?.length ?? 1);
  const cells = (row: string[]) =>
    row.map((cell) => `<table:table-cell>${paragraph(cell.trim())}</table:table-cell>`).join("");
  return `<table:table>${columns}${rows.map((row) => `<table:table-row>${cells(row)}</table:table-row>`).join("")}</table:table>`;
}
