import type { Context } from "#lib/context/context.ts";
import { askAboutPhoto } from "./ask-about-photo.ts";
import { endPhoto } from "./queries.ts";
import type { ReceivedPhoto } from "./receive-photo.ts";
import type { PhotoAnalysis } from "./schema.ts";

/**
 * Finds a caption and suggestions for a received photo and stores them. A pure function of the photo: nothing
 * is published, and rooms are unknown here.
 * @throws ParleyError budget_exceeded, vision_unavailable, unavailable
 */
export async function analyzePhoto(ctx: Context, { id, image }: ReceivedPhoto): Promise<PhotoAnalysis> {
  try {
    const { caption, suggestions } = await askAboutPhoto(ctx, image);
    await endPhoto(ctx, id, { state: "ready", caption, suggestions });
    return { id, caption, suggestions };
  } catch (error) {
    await endPhoto(ctx, id, { state: "failed" });
    throw error;
  }
}
