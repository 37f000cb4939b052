import { env } from "#lib/core/env.ts";
import type { Slots } from "#lib/limits/take-slot.ts";

/** Photos that this process analyzes at once. They take a few seconds each. */
export const photoSlots = (): Slots => ({
  name: "photos",
  most: env().PHOTO_ANALYSIS_MAX_WORKERS,
  refusal: "Other photos are being analyzed. Try again in a few seconds.",
  retrySeconds: 5,
});
