import { actorHash, type Context } from "#lib/context/context.ts";
import { listPhotosOf } from "./queries.ts";

/** What is stored about the photos of the person in `ctx`. */
export async function exportPhotos(ctx: Context) {
  const photos = await listPhotosOf(ctx, actorHash(ctx));
  return photos.map(({ id, caption, suggestions, createdAt }) => ({
    id,
    caption,
    suggestions,
    createdAt: createdAt.toISOString(),
  }));
}
