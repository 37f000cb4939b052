import { join } from "node:path";
import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { runInChild } from "#lib/core/run-in-child.ts";
import { takeSlot } from "#lib/limits/take-slot.ts";
import type { CleanImage } from "./clean-image.ts";
import { detectImageType, type ImageType } from "./detect-image-type.ts";
import { IMAGE_LIMITS, IMAGE_MAX_BYTES } from "./limits.ts";

export type ImageRequest = { type: ImageType; bytes: Uint8Array };
export type ImageReply = { image: CleanImage } | { refused: string } | { damaged: string };

const PROGRAM = join(process.cwd(), "lib/images/clean-image-process.ts");

/**
 * Decodes an uploaded picture and encodes it again in a child process, which is killed when it exceeds the
 * time or memory limit. It loads native code, so its bytes are untrusted but its type is known.
 * @throws ParleyError too_large, unsupported_type, invalid for pictures that cannot be decoded, unavailable
 * while other pictures are being decoded
 */
export async function cleanImageInChild(bytes: Uint8Array, limits = IMAGE_LIMITS): Promise<CleanImage> {
  if (bytes.length === 0) throw new ParleyError("invalid", "The photo is empty.");
  if (bytes.length > IMAGE_MAX_BYTES)
    throw new ParleyError("too_large", "The photo is too large. The limit is 15 MB.");
  const type = detectImageType(bytes);
  if (!type)
    throw new ParleyError("unsupported_type", "This is not a photo. Use a JPEG, PNG, WebP, or HEIC file.");
  const release = takeSlot(decoderSlots());
  const request: ImageRequest = { type, bytes };
  const ended = await runInChild<ImageReply>(PROGRAM, request, limits, { hasAddons: true }).finally(release);
  switch (ended.end) {
    case "reply":
      if ("image" in ended.reply) return buffers(ended.reply.image);
      if ("refused" in ended.reply) throw new ParleyError("invalid", ended.reply.refused);
      throw damaged(type, ended.reply.damaged);
    case "too slow":
    case "too large":
      throw new ParleyError(
        "invalid",
        "This photo takes too much time or memory to decode. Use a smaller one.",
      );
    case "crashed":
      throw damaged(type, ended.errorOutput);
    default:
      return ended satisfies never;
  }
}

const decoderSlots = () => ({
  name: "image decoders",
  most: env().PHOTO_ANALYSIS_MAX_WORKERS,
  refusal: "Other photos are being read. Try again in a few seconds.",
  retrySeconds: 3,
});

/** Between processes, buffers arrive as plain arrays of bytes. */
function buffers({ image, thumbnail, ...size }: CleanImage): CleanImage {
  return { image: Buffer.from(image), thumbnail: Buffer.from(thumbnail), ...size };
}

function damaged(type: ImageType, error: string): ParleyError {
  log().info({ type, error: error.slice(0, 300) }, "decoding a picture failed");
  return new ParleyError("invalid", "This photo can't be read. It may be damaged. Choose another one.");
}
