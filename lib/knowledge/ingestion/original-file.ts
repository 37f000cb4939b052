import { randomBytes } from "node:crypto";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { isTextMediaType } from "../media-types.ts";
import { decodePage } from "../parsing/encoding/decode-page.ts";
import type { IngestionRow } from "../queries/ingestions.ts";
import type { DocumentInput, FileInput } from "../schema.ts";

const prefixOf = (ctx: Context, sourceId: Id<"src">) => `${ctx.tenantId}/${sourceId}`;

/** Stores an uploaded file or text unchanged. @returns its storage key */
export async function storeOriginal(
  ctx: Context,
  sourceId: Id<"src">,
  { bytes, contentType }: { bytes: Uint8Array; contentType: string | null },
): Promise<string> {
  const key = `${prefixOf(ctx, sourceId)}/${randomBytes(16).toString("hex")}`;
  const type = contentType && /^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(contentType) ? contentType : null;
  await objectStore().put(key, bytes, { contentType: type ?? "application/octet-stream" });
  return key;
}

/**
 * Reads the original of an ingestion as parser input: text of a known type, or bytes.
 * @throws ParleyError unprocessable when it is no longer stored
 */
export async function readOriginal(
  row: Pick<IngestionRow, "path" | "originalKey" | "mediaType" | "page">,
): Promise<DocumentInput | FileInput> {
  const found = row.originalKey ? await objectStore().get(row.originalKey) : null;
  if (!found)
    throw new ParleyError("unprocessable", "The original file is no longer available. Add it again.");
  const { bytes } = found;
  const { path, mediaType, page } = row;
  if (page) return { path, ...decodePage(mediaType ?? "", bytes) };
  if (!mediaType || !isTextMediaType(mediaType)) return { path, bytes };
  return { path, mediaType, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) };
}

/** Deletes originals that are no longer referenced. One that cannot be deleted is logged and left behind. */
export async function deleteOriginals(keys: (string | null | undefined)[]): Promise<void> {
  for (const key of keys) {
    if (!key) continue;
    await objectStore()
      .delete(key)
      .catch((error: unknown) => log().warn(errorFields(error), "original not deleted"));
  }
}

export async function deleteOriginalsOfSource(ctx: Context, sourceId: Id<"src">): Promise<void> {
  await objectStore()
    .deletePrefix(prefixOf(ctx, sourceId))
    .catch((error: unknown) => log().warn(errorFields(error), "originals not deleted"));
}
