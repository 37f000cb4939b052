import { ParleyError } from "#lib/core/errors.ts";
import { cleanImageInChild } from "#lib/images/clean-image-in-child.ts";
import { detectImageType } from "#lib/images/detect-image-type.ts";
import { fileTypes } from "#lib/knowledge/media-types.ts";
import { detectFileType, isZip } from "#lib/knowledge/parsing/files/detect-file-type.ts";
import { openZip } from "#lib/knowledge/parsing/office/open-zip.ts";

/** What is stored of an uploaded file. `width` and `height` are of images, in pixels. */
export type ReadUpload = {
  kind: "image" | "file";
  name: string;
  mediaType: string;
  bytes: Uint8Array;
  width: number | null;
  height: number | null;
};

/**
 * Reads an uploaded file by its content. Images are encoded again in a child process, which drops their
 * location and other metadata; documents stay as they are.
 * @throws ParleyError invalid or unsupported_type for anything else
 */
export async function readUpload(name: string, bytes: Uint8Array): Promise<ReadUpload> {
  if (detectImageType(bytes)) {
    const { image, width, height } = await cleanImageInChild(bytes);
    const jpeg = `${name.replace(/\.[^.]{1,5}$/, "")}.jpg`;
    return { kind: "image", name: jpeg, mediaType: "image/jpeg", bytes: image, width, height };
  }
  const names = isZip(bytes) ? (await openZip(bytes)).names : null;
  const detected = detectFileType(name, bytes, names);
  const file = { kind: "file" as const, name, bytes, width: null, height: null };
  switch (detected.kind) {
    case "refused":
      throw new ParleyError("invalid", detected.reason);
    case "file":
      return { ...file, mediaType: mediaTypeOf(detected.type) };
    case "text":
      if (!isText(bytes))
        throw new ParleyError(
          "unsupported_type",
          "This type of file can't be shared. Use an image, a PDF, an Office document, or a text file.",
        );
      return { ...file, mediaType: "text/plain; charset=utf-8" };
    default:
      return detected satisfies never;
  }
}

function mediaTypeOf(type: (typeof fileTypes)[keyof typeof fileTypes]): string {
  const [mediaType] = Object.entries(fileTypes).find(([, own]) => own === type) ?? [];
  return mediaType ?? "application/octet-stream";
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
