import {
  DOCUMENT_MAX_BYTES,
  FILE_MAX_BYTES,
  isTextMediaType,
  mediaTypeOf,
} from "#lib/knowledge/media-types.ts";

export type FileFault = { reason: "unknownType" | "emptyFile" } | { reason: "tooLarge"; most: number };

/** Returns why a file cannot be uploaded. The server checks the content as well. */
export function checkFile({ path, size }: { path: string; size: number }): FileFault | null {
  const mediaType = mediaTypeOf(path);
  if (!mediaType) return { reason: "unknownType" };
  if (size === 0) return { reason: "emptyFile" };
  const most = isTextMediaType(mediaType) ? DOCUMENT_MAX_BYTES : FILE_MAX_BYTES;
  return size > most ? { reason: "tooLarge", most: most / 1_000_000 } : null;
}
