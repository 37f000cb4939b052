import mammoth from "mammoth";
import { ParleyError } from "#lib/core/errors.ts";
import type { HiddenText } from "../hidden-text.ts";
import { parseHtml } from "../html/parse-html.ts";
import type { Zip } from "./open-zip.ts";
import { stripHiddenDocx } from "./strip-hidden-docx.ts";

const DAMAGED = "This Word document is damaged and cannot be opened. Save it again and re-upload it.";
const MAIN = "word/document.xml";

/**
 * Converts a Word document to Markdown with headings, lists and tables. Pictures are skipped; hidden text is
 * listed.
 */
export async function readDocx(zip: Zip): Promise<{ title?: string; content: string; hidden: HiddenText[] }> {
  const { xml, hidden } = await stripHiddenDocx(zip, MAIN, DAMAGED);
  const none = mammoth.images.imgElement(async () => ({ src: "" }));
  const input = { file: asMammothFile(zip, new Map([[MAIN, xml]])) } as unknown as { buffer: Buffer };
  const { value } = await mammoth.convertToHtml(input, { convertImage: none }).catch((error: unknown) => {
    throw error instanceof ParleyError ? error : new ParleyError("invalid", DAMAGED);
  });
  const page = parseHtml(`<!doctype html><body>${withTableHeads(value)}</body>`);
  return { ...page, hidden: [...hidden, ...page.hidden] };
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
