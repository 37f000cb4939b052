import type { ChildLimits } from "#lib/core/run-in-child.ts";

export const IMAGE_MAX_BYTES = 15_000_000;
/** Checked before decoding: a phone's photo has 12 to 50. */
export const IMAGE_MAX_PIXELS = 50_000_000;
/** Longest side in pixels. */
export const IMAGE_SIDE = 1_600;
export const THUMBNAIL_SIDE = 400;
/** A decoded HEIC photo of 50 megapixels takes 200 MB, and twice that while it is copied. */
export const IMAGE_LIMITS: ChildLimits = { timeMs: 20_000, memoryBytes: 1_000_000_000 };
