import type { Context } from "#lib/core/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { fetchPublic, type PublicResponse } from "#lib/core/outbound.ts";
import { contentHash } from "./content-hash.ts";
import { decodePage } from "./decode-page.ts";
import { pipelineName, putDocument } from "./put-document.ts";
import { findDocumentByPath, findSource, saveValidators } from "./queries.ts";
import { FILE_MAX_BYTES, fileTypes, type IngestOutcome } from "./schema.ts";

const TIMEOUT_MS = 30_000;
const READABLE = [
  "text/*",
  "application/xhtml+xml",
  "application/json",
  ...Object.keys(fileTypes),
  "application/octet-stream",
];

/**
 * Brings a page of the web into a source, or up to date in it: asks the server whether it has changed, and stores it when
 * its content has. What was there before stays when the page cannot be had.
 * @throws ParleyError invalid (an address that may not be fetched, a page that cannot be read), unprocessable (the server
 * refuses), unavailable (worth another try)
 */
export async function syncPage(
  ctx: Context,
  input: { sourceId: Id<"src">; url: string },
  fetchPage: typeof fetchPublic = fetchPublic,
): Promise<IngestOutcome> {
  const source = await findSource(ctx, input.sourceId);
  if (!source) throw notFound("source");
  const path = withoutFragment(input.url);
  const known = await findDocumentByPath(ctx, source.id, path);
  const isCurrent = known?.pipeline === pipelineName(source.language);
  const response = await fetchPage(path, {
    headers: isCurrent ? conditions(known) : {},
    accept: READABLE,
    maxBytes: FILE_MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
  });
  if (response.status === 304 && known) {
    return { outcome: "unchanged", document: known.id, chunks: known.chunkCount, windows: known.windowCount };
  }
  refuseFailure(response.status);
  const page = { path, ...decodePage(response.headers.get("content-type") ?? "", response.body) };
  const outcome = await putDocument(ctx, { ...page, sourceId: source.id });
  await saveValidators(ctx, {
    id: outcome.document as Id<"doc">,
    contentHash: contentHash(page),
    ...validators(response),
  });
  return outcome;
}

function withoutFragment(address: string): string {
  const url = new URL(address);
  url.hash = "";
  return url.href;
}

function conditions({
  etag,
  lastModified,
}: {
  etag: string | null;
  lastModified: string | null;
}): Record<string, string> {
  if (etag) return { "if-none-match": etag };
  return lastModified ? { "if-modified-since": lastModified } : {};
}

const validators = ({ headers }: PublicResponse) => ({
  etag: headers.get("etag")?.slice(0, 500) ?? null,
  lastModified: headers.get("last-modified")?.slice(0, 100) ?? null,
});

function refuseFailure(status: number): void {
  if (status >= 200 && status < 300) return;
  if (status === 404 || status === 410)
    throw new ParleyError("unprocessable", `There is no page at this address (${status}).`);
  if (status === 401 || status === 403)
    throw new ParleyError("unprocessable", `The page is not open to everyone (${status}).`);
  if (status === 429 || status >= 500) {
    throw new ParleyError("unavailable", `The site cannot answer just now (${status}). Try again later.`);
  }
  throw new ParleyError("unprocessable", `The site answers with ${status} instead of a page.`);
}
