import { setTimeout as sleep } from "node:timers/promises";
import { actorHash, type Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { type PhotoFile, readPhotoFile } from "./photo-files.ts";
import { findPhoto, type PhotoRow } from "./queries.ts";
import type { PhotoAnalysis } from "./schema.ts";

const CHECK_EVERY_MS = 250;
/** Longer than an analysis can take: its process has died. */
const LONGEST_ANALYSIS_MS = 120_000;

/** @returns null for another caller's photo, as for an unknown id */
export function findOwnPhoto(ctx: Context, name: string): Promise<PhotoRow | null> {
  return findPhoto(ctx, parseId("pht", name, "photo"), actorHash(ctx));
}

/**
 * Gets the analysis of the caller's own photo, and waits for one that is running, in any process.
 * @throws ParleyError not_found, unavailable if the analysis failed
 */
export async function getPhotoAnalysis(
  ctx: Context,
  photoId: Id<"pht">,
  stop: AbortSignal,
): Promise<PhotoAnalysis> {
  for (;;) {
    const photo = await findPhoto(ctx, photoId, actorHash(ctx));
    if (!photo) throw notFound("photo");
    const { id, state, caption, suggestions, createdAt } = photo;
    if (state === "ready") return { id, caption, suggestions };
    if (state === "failed" || ctx.now().getTime() - createdAt.getTime() > LONGEST_ANALYSIS_MS)
      throw new ParleyError(
        "unavailable",
        "This photo could not be analyzed. Upload it again, or enter a topic.",
      );
    await sleep(CHECK_EVERY_MS, undefined, { signal: stop });
  }
}

/** @throws ParleyError not_found */
export async function getPhotoFile(ctx: Context, photoId: Id<"pht">, file: PhotoFile): Promise<Buffer> {
  const bytes = (await findPhoto(ctx, photoId, actorHash(ctx))) && (await readPhotoFile(ctx, photoId, file));
  if (!bytes) throw notFound("photo");
  return bytes;
}
