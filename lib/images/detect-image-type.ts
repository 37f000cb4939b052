export type ImageType = "jpeg" | "png" | "webp" | "heic";

/** Brands of HEIF files. `mif1` and `msf1` can hold other codecs than HEVC, which then fail to decode. */
const HEIC_BRANDS = new Set(["heic", "heix", "hevc", "hevx", "mif1", "msf1"]);

/**
 * Detects the type of a picture from its first bytes, because names and declared types can be wrong.
 * @returns null for anything else, SVG and GIF included
 */
export function detectImageType(bytes: Uint8Array): ImageType | null {
  const text = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString("latin1");
  if (text(0, 3) === "\xff\xd8\xff") return "jpeg";
  if (text(0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "webp";
  if (text(4, 8) === "ftyp" && HEIC_BRANDS.has(text(8, 12))) return "heic";
  return null;
}
