import { gunzipSync } from "node:zlib";
import { SaxesParser } from "saxes";
import { ParleyError } from "#lib/core/errors.ts";

export type Sitemap = {
  /** `index`: the addresses are sitemaps. */
  kind: "pages" | "index";
  /** As written, in order. */
  addresses: string[];
  isTruncated: boolean;
};

/** Limit set by the protocol (sitemaps.org, "Using Sitemap index files"). */
export const SITEMAP_MAX_BYTES = 52_428_800;
const MAX_DEPTH = 32;
const SLICE_BYTES = 65_536;
/** The most common mistake in addresses. */
const LONE_AMPERSAND = /&(?!#?\w{1,10};)/g;
const MAX_ENTITY_LENGTH = 13;

/**
 * Reads a sitemap or sitemap index: XML, or plain text with one address per line, optionally gzipped. The
 * streaming XML parser knows only the five predefined entities, so a DOCTYPE cannot declare, load or expand
 * anything. Malformed XML is tolerated where addresses are still recognizable. `lastmod`, `changefreq` and
 * `priority` are ignored: the server is asked whether a page has changed.
 * @throws ParleyError invalid
 */
export function readSitemap(bytes: Uint8Array, maxAddresses: number): Sitemap {
  const plain = inflate(bytes);
  const start = new TextDecoder().decode(plain.subarray(0, 1_024)).trimStart();
  const found = start.startsWith("<") ? readXml(plain, maxAddresses) : readLines(plain, maxAddresses);
  if (!found) throw new ParleyError("invalid", "This is not a sitemap.");
  return found;
}

function inflate(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: SITEMAP_MAX_BYTES });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new ParleyError(
      isTooLarge ? "too_large" : "invalid",
      isTooLarge
        ? "The sitemap is too large when unpacked."
        : "The sitemap is damaged and can't be unpacked.",
    );
  }
}

function readXml(bytes: Uint8Array, maxAddresses: number): Sitemap | null {
  let kind: Sitemap["kind"] | null = null;
  const path: string[] = [];
  const addresses: string[] = [];
  let text = "";
  let isTruncated = false;

  const isAddress = () =>
    path.length === 3 && path[2] === "loc" && path[1] === (kind === "index" ? "sitemap" : "url");
  const parser = new SaxesParser({ position: false });
  parser.on("error", () => {});
  parser.on("opentag", ({ name }) => {
    const local = name.slice(name.indexOf(":") + 1).toLowerCase();
    if (path.length === 0) kind = local === "urlset" ? "pages" : local === "sitemapindex" ? "index" : null;
    path.push(local);
    if (path.length > MAX_DEPTH) throw new ParleyError("invalid", "The sitemap is nested too deeply.");
    text = "";
  });
  const collect = (piece: string) => {
    if (isAddress() && text.length < 10_000) text += piece;
  };
  parser.on("text", collect);
  parser.on("cdata", (piece) => collect(piece.replaceAll("&amp;", "&")));
  parser.on("closetag", () => {
    if (isAddress() && text.trim() !== "") {
      if (addresses.length < maxAddresses) addresses.push(text.trim());
      else isTruncated = true;
    }
    path.pop();
  });
  const decoder = new TextDecoder();
  let rest = "";
  for (let at = 0; at < bytes.length && !isTruncated; at += SLICE_BYTES) {
    const slice = rest + decoder.decode(bytes.subarray(at, at + SLICE_BYTES), { stream: true });
    const end = at + SLICE_BYTES >= bytes.length ? slice.length : endOfCompleteEntities(slice);
    rest = slice.slice(end);
    parser.write(slice.slice(0, end).replace(LONE_AMPERSAND, "&amp;"));
    if (path.length > 0 && kind === null) return null;
  }
  return kind && { kind, addresses, isTruncated };
}

/** End of the part that has no entity continuing in the next slice. */
function endOfCompleteEntities(slice: string): number {
  const last = slice.lastIndexOf("&");
  return last > slice.length - MAX_ENTITY_LENGTH ? last : slice.length;
}

function readLines(bytes: Uint8Array, maxAddresses: number): Sitemap | null {
  const addresses: string[] = [];
  const lines = new TextDecoder().decode(bytes).matchAll(/[^\r\n]+/g);
  for (const [line] of lines) {
    const address = line.trim();
    if (address === "") continue;
    if (!/^https?:\/\//i.test(address)) return null;
    if (addresses.length === maxAddresses) return { kind: "pages", addresses, isTruncated: true };
    addresses.push(address);
  }
  return addresses.length > 0 ? { kind: "pages", addresses, isTruncated: false } : null;
}
