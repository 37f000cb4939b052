import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import type { CleanImage } from "#lib/images/clean-image.ts";

const about = { contentType: "image/jpeg" };
export type PhotoFile = "image" | "thumbnail";

const folder = (ctx: Context, id: Id<"pht">) => `${ctx.tenantId}/photos/${id}`;

export async function storePhotoFiles(
  ctx: Context,
  id: Id<"pht">,
  { image, thumbnail }: CleanImage,
): Promise<void> {
  await objectStore().put(`${folder(ctx, id)}/image.jpg`, image, about);
  await objectStore().put(`${folder(ctx, id)}/thumbnail.jpg`, thumbnail, about);
}

export async function readPhotoFile(ctx: Context, id: Id<"pht">, file: PhotoFile): Promise<Buffer | null> {
  return (await objectStore().get(`${folder(ctx, id)}/${file}.jpg`))?.bytes ?? null;
}

export async function deletePhotoFiles(ctx: Context, id: Id<"pht">): Promise<void> {
  await objectStore().deletePrefix(folder(ctx, id));
}
