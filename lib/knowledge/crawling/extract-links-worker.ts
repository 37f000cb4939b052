import { decodePage } from "../parsing/encoding/decode-page.ts";
import { type PageLinks, readPageLinks } from "./read-page-links.ts";
import { readSitemap as read, type Sitemap } from "./read-sitemap.ts";

/** Runs in a worker thread: parsing a large page takes a second, and a hostile one may never finish. */
export type Refused = { refused: string; code: "invalid" | "too_large" };

/** Null for a page that is not HTML. */
export function readLinks(input: {
  contentType: string;
  bytes: Uint8Array;
  address: string;
  product: string;
}): PageLinks | null | Refused {
  return returnRefusal(() => {
    const page = decodePage(input.contentType, input.bytes);
    if (!("text" in page) || page.mediaType !== "text/html") return null;
    return readPageLinks(page.text, input.address, input.product);
  });
}

export function readSitemap(input: { bytes: Uint8Array; maxAddresses: number }): Sitemap | Refused {
  return returnRefusal(() => read(input.bytes, input.maxAddresses));
}

/** Errors cross threads as plain values. */
function returnRefusal<T>(read: () => T): T | Refused {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ParleyError") throw error;
    const isTooLarge = (error as Error & { code?: string }).code === "too_large";
    return { refused: error.message, code: isTooLarge ? "too_large" : "invalid" };
  }
}
