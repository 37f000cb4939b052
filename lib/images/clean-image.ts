import sharp, { type Sharp } from "sharp";
import { ParleyError } from "#lib/core/errors.ts";
import type { ImageType } from "./detect-image-type.ts";
import { IMAGE_MAX_PIXELS, IMAGE_SIDE, THUMBNAIL_SIDE } from "./limits.ts";

/** A picture as JPEG, without anything of the original file but what it shows. */
export type CleanImage = { image: Buffer; thumbnail: Buffer; width: number; height: number };

const MAX_SIDE = 30_000;
const options = { limitInputPixels: IMAGE_MAX_PIXELS, failOn: "error", pages: 1 } as const;
const jpeg = { quality: 82, mozjpeg: true } as const;

/** The loaders that may read bytes. Whatever the detection misses, the library then refuses. */
const LOADERS = ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"];

/**
 * Turns a picture upright, limits its size and encodes it again, which drops its metadata: location, camera,
 * comments, and bytes after its end. Transparent parts become white. Runs in a child process only.
 * @throws ParleyError invalid for pictures that are too large or damaged
 */
export async function cleanImage(bytes: Uint8Array, type: ImageType): Promise<CleanImage> {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: LOADERS });
  const source = type === "heic" ? await decodeHeic(bytes) : await openImage(bytes);
  const { data: image, info } = await source
    .resize({ width: IMAGE_SIDE, height: IMAGE_SIDE, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .jpeg(jpeg)
    .toBuffer({ resolveWithObject: true });
  const thumbnail = await sharp(image)
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: "inside", withoutEnlargement: true })
    .jpeg(jpeg)
    .toBuffer();
  return { image, thumbnail, width: info.width, height: info.height };
}

async function openImage(bytes: Uint8Array): Promise<Sharp> {
  const { width, height } = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
  checkSize(width, height);
  return sharp(bytes, options).autoOrient();
}

/** sharp's own build cannot decode HEVC. The decoder turns the picture upright. */
async function decodeHeic(bytes: Uint8Array): Promise<Sharp> {
  const { default: heic } = await import("heic-decode");
  const [first] = await heic.all({ buffer: bytes });
  if (!first) throw new Error("no picture");
  const { width, height } = first;
  checkSize(width, height);
  const { data } = await first.decode();
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return sharp(pixels, { raw: { width, height, channels: 4 } });
}

function checkSize(width: number, height: number): void {
  if (width * height <= IMAGE_MAX_PIXELS && width <= MAX_SIDE && height <= MAX_SIDE) return;
  throw new ParleyError(
    "invalid",
    `This photo is too large: it has more than ${IMAGE_MAX_PIXELS / 1_000_000} megapixels.`,
  );
}
