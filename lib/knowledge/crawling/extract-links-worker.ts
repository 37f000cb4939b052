import { decodePage } from "../parsing/decode-page.ts";
import { type PageLinks, readPageLinks } from "./read-page-links.ts";
import { readSitemap as read, type Sitemap } from "./read-sitemap.ts";

/** Runs in a worker thread: a large page takes a second, and one built to exhaust its parser for ever. */
export type Refused = { refused: string; code: "invalid" | "too_large" };

/** Null for what is not HTML and has no links. */
export function readLinks(input: {
  contentType: string;
  bytes: Uint8Array;
  address: string;
  product: string;
}): PageLinks | null | Refused {
  return refusing(() => {
    const page = decodePage(input.contentType, input.bytes);
    if (!("text" in page) || page.mediaType !== "text/html") return null;
    return readPageLinks(page.text, input.address, input.product);
  });
}

export function readSitemap(input: { bytes: Uint8Array; maxAddresses: number }): Sitemap | Refused {
  return refusing(() => read(input.bytes, input.maxAddresses));
}

/** Errors cross as plain values. */
function refusing<T>(read: () => T): T | Refused {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ParleyError") throw error;
    const isTooLarge = (error as Error & { code?: string }).code === "too_large";
    return { refused: error.message, code: isTooLarge ? "too_large" : "invalid" };
  }
}
