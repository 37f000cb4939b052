import mammoth from "mammoth";
import { ParleyError } from "#lib/core/errors.ts";
import { parseHtml } from "../parse-html.ts";

/** A Word document's text, headings, lists and tables as Markdown. Pictures are left out. */
export async function readDocx(bytes: Uint8Array): Promise<{ title?: string; content: string }> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const none = mammoth.images.imgElement(async () => ({ src: "" }));
  const { value } = await mammoth.convertToHtml({ buffer }, { convertImage: none }).catch(() => {
    throw new ParleyError("invalid", "This Word document is damaged: it cannot be opened.");
  });
  return parseHtml(`<!doctype html><body>${withHeads(value)}</body>`);
}

/** Word rarely says that a first row is the head of its table; readers take it for that. */
function withHeads(html: string): string {
  return html.replace(
    /<table><tr>(.*?)<\/tr>/gs,
    (_, row: string) => `<table><tr>${row.replace(/<(\/?)td/g, "<$1th")}</tr>`,
  );
}
