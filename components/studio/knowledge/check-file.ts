import { DOCUMENT_MAX_BYTES, FILE_MAX_BYTES, isTextMediaType, mediaTypeOf } from "#lib/knowledge/schema.ts";

export type FileFault = { reason: "unknownType" | "emptyFile" } | { reason: "tooLarge"; most: number };

/** What is wrong with a file, said before it is sent; the server looks at the content itself. */
export function checkFile({ path, size }: { path: string; size: number }): FileFault | null {
  const mediaType = mediaTypeOf(path);
  if (!mediaType) return { reason: "unknownType" };
  if (size === 0) return { reason: "emptyFile" };
  const most = isTextMediaType(mediaType) ? DOCUMENT_MAX_BYTES : FILE_MAX_BYTES;
  return size > most ? { reason: "tooLarge", most: most / 1_000_000 } : null;
}
