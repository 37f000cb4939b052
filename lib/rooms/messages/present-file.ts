import type { FileRow } from "../queries/files.ts";
import type { WireFile } from "../wire.ts";

export function presentFile({ id, kind, name, mediaType, bytes, width, height }: FileRow): WireFile {
  return { id, kind, name, media_type: mediaType, size: bytes, width, height };
}
