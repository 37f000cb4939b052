import { ParleyError } from "#lib/core/errors.ts";
import { fetchPublic, type PublicResponse } from "#lib/core/outbound.ts";
import { FILE_MAX_BYTES, fileTypes } from "../media-types.ts";
import type { PageFacts } from "./ingestion.ts";

const TIMEOUT_MS = 30_000;
const READABLE_TYPES = [
  "text/*",
  "application/xhtml+xml",
  "application/json",
  ...Object.keys(fileTypes),
  "application/octet-stream",
];

export type Fetched =
  | { isUnchanged: true }
  | { isUnchanged: false; bytes: Buffer; contentType: string; page: PageFacts };

/**
 * Fetches a page, with a conditional request if its validators are known (RFC 9110, 13.1).
 * @throws ParleyError invalid (address not allowed), unprocessable (refused by the server), unavailable
 * (temporary)
 */
export async function fetchDocument(
  url: string,
  known: Pick<PageFacts, "etag" | "lastModified"> | null,
  fetchPage: typeof fetchPublic = fetchPublic,
): Promise<Fetched> {
  const response = await fetchPage(url, {
    headers: known ? conditionalHeaders(known) : {},
    accept: READABLE_TYPES,
    maxBytes: FILE_MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
  });
  if (response.status === 304 && known) return { isUnchanged: true };
  assertSuccess(response.status);
  return {
    isUnchanged: false,
    bytes: response.body,
    contentType: response.headers.get("content-type") ?? "",
    page: { ...validators(response), links: [], bodyHash: null },
  };
}

export function conditionalHeaders({ etag, lastModified }: Pick<PageFacts, "etag" | "lastModified">) {
  const headers: Record<string, string> = {};
  if (etag) headers["if-none-match"] = etag;
  else if (lastModified) headers["if-modified-since"] = lastModified;
  return headers;
}

export const validators = ({ headers }: Pick<PublicResponse, "headers">) => ({
  etag: headers.get("etag")?.slice(0, 500) ?? null,
  lastModified: headers.get("last-modified")?.slice(0, 100) ?? null,
});

function assertSuccess(status: number): void {
  if (status >= 200 && status < 300) return;
  if (status === 404 || status === 410)
    throw new ParleyError("unprocessable", `There is no page at this URL (${status}).`);
  if (status === 401 || status === 403)
    throw new ParleyError("unprocessable", `The page is not public (${status}).`);
  if (status === 429 || status >= 500) {
    throw new ParleyError("unavailable", `The site is temporarily unavailable (${status}). Try again later.`);
  }
  throw new ParleyError("unprocessable", `The site returned ${status} instead of a page.`);
}
