import mammoth from "mammoth";
import { ParleyError } from "#lib/core/errors.ts";
import type { HiddenText } from "../hidden-text.ts";
import { parseHtml } from "../html/parse-html.ts";
import { hideInDocx } from "./find-hidden-in-docx.ts";
import type { Zip } from "./open-zip.ts";

const DAMAGED = "This Word document is damaged and cannot be opened. Save it again and re-upload it.";
const MAIN = "word/document.xml";

/** A Word document's text, headings, lists and tables as Markdown. Pictures are left out, and what is hidden is listed. */
export async function readDocx(zip: Zip): Promise<{ title?: string; content: string; hidden: HiddenText[] }> {
  const { xml, hidden } = await hideInDocx(zip, MAIN, DAMAGED);
  const none = mammoth.images.imgElement(async () => ({ src: "" }));
  const input = { file: asMammothFile(zip, new Map([[MAIN, xml]])) } as unknown as { buffer: Buffer };
  const { value } = await mammoth.convertToHtml(input, { convertImage: none }).catch((error: unknown) => {
    throw error instanceof ParleyError ? error : new ParleyError("invalid", DAMAGED);
  });
  const page = parseHtml(`<!doctype html><body>${withHeads(value)}</body>`);
  return { ...page, hidden: [...hidden, ...page.hidden] };
}

/** The library's own reader of zip files does not hold entries to the size they declare. */
function asMammothFile(zip: Zip, replaced: Map<string, string>) {
  return {
    exists: (name: string) => zip.names.includes(name),
    async read(name: string, encoding?: string) {
      const text = replaced.get(name) ?? (await zip.readText(name)) ?? "";
      return encoding ? text : Buffer.from(text);
    },
  };
}

/** Word rarely says that a first row is the head of its table; readers take it for that. */
function withHeads(html: string): string {
  return html.replace(
    /<table><tr>(.*?)<\/tr>/gs,
    (_, row: string) => `<table><tr>${row.replace(/<(\/?)td/g, "<$1th")}</tr>`,
  );
}
