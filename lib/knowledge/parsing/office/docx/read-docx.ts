import { XMLSerializer } from "@xmldom/xmldom";
import mammoth from "mammoth";
import { ParleyError } from "#lib/core/errors.ts";
import type { HiddenText } from "../../hidden-text.ts";
import { parseHtml } from "../../html/parse-html.ts";
import { escapeLine } from "../../tables/write-table.ts";
import type { UnreadPart } from "../../unread-part.ts";
import type { Zip } from "../open-zip.ts";
import { parseXml, readRelations } from "../read-xml.ts";
import { numberParagraphs } from "./number-paragraphs.ts";
import { placeDrawings } from "./place-drawings.ts";
import { placeNumbers } from "./place-numbers.ts";
import { readMargins } from "./read-margins.ts";
import { readStyleMap } from "./read-style-map.ts";
import { listUnprinted, stripHidden } from "./strip-hidden-docx.ts";
import { markRaisedRuns, unwrapUnknown, writeFormulas } from "./unwrap-unknown.ts";

const DAMAGED = "This Word document is damaged and can't be opened. Save it again and re-upload it.";
const MAIN = "word/document.xml";
const NOTES = ["word/footnotes.xml", "word/endnotes.xml"];

/**
 * Converts a Word document to Markdown with headings, lists, tables and the numbers that Word makes. Headers
 * stand at the start, footers at the end. Pictures are skipped; hidden text is listed.
 */
export async function readDocx(
  zip: Zip,
): Promise<{ title?: string; content: string; hidden: HiddenText[]; unread: UnreadPart[] }> {
  const styles = await parsePart(zip, "word/styles.xml");
  const numbering = await parsePart(zip, "word/numbering.xml");
  const document = parseXml(await zip.readText(MAIN), DAMAGED);
  const relations = await readRelations(zip, MAIN, DAMAGED);
  const margins = await readMargins(document, styles, zip, relations, DAMAGED);
  const hidden = [...stripHidden(document, styles), ...margins.hidden, ...(await listUnprinted(zip, MAIN))];
  const unread = await placeDrawings(document, zip, relations, DAMAGED);
  if (numbering) numberParagraphs(document, numbering, styles);
  const parts = new Map([[MAIN, serialize(document, styles)]]);
  for (const path of NOTES) {
    const notes = await parsePart(zip, path);
    if (!notes) continue;
    hidden.push(...stripHidden(notes, styles));
    parts.set(path, serialize(notes, styles));
  }
  const page = parseHtml(await toHtml(zip, parts, styles), placeNumbers);
  const content = [...margins.header.map(escapeLine), page.content, ...margins.footer.map(escapeLine)];
  return {
    ...page,
    content: content.filter(Boolean).join("\n\n"),
    hidden: [...hidden, ...page.hidden],
    unread,
  };
}

async function parsePart(zip: Zip, path: string): Promise<Document | null> {
  const xml = await zip.readText(path);
  return xml ? parseXml(xml, DAMAGED) : null;
}

function serialize(part: Document, styles: Document | null): string {
  markRaisedRuns(part, styles);
  writeFormulas(part);
  unwrapUnknown(part);
  return new XMLSerializer().serializeToString(part);
}

async function toHtml(zip: Zip, parts: Map<string, string>, styles: Document | null): Promise<string> {
  const none = mammoth.images.imgElement(async () => ({ src: "" }));
  const input = { file: asMammothFile(zip, parts) } as unknown as { buffer: Buffer };
  const options = { convertImage: none, styleMap: styles ? readStyleMap(styles) : [] };
  const { value } = await mammoth.convertToHtml(input, options).catch((error: unknown) => {
    throw error instanceof ParleyError ? error : new ParleyError("invalid", DAMAGED);
  });
  const boxes = value.replace(/<input type="checkbox"( checked="checked")? ?\/>/g, (_, mark) =>
    mark ? "☑ " : "☐ ",
  );
  return `<!doctype html><body>${withTableHeads(boxes)}</body>`;
}

/** mammoth's own zip reader does not enforce declared sizes. */
function asMammothFile(zip: Zip, replaced: Map<string, string>) {
  return {
    exists: (name: string) => zip.names.includes(name),
    async read(name: string, encoding?: string) {
      const text = replaced.get(name) ?? (await zip.readText(name)) ?? "";
      return encoding ? text : Buffer.from(text);
    },
  };
}

/** Word rarely marks a header row, but readers take the first row for one. */
function withTableHeads(html: string): string {
  return html.replace(
    /<table><tr>(.*?)<\/tr>/gs,
    (_, row: string) => `<table><tr>${row.replace(/<(\/?)td/g, "<$1th")}</tr>`,
  );
}
