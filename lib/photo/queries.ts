import { and, eq, lt } from "drizzle-orm";
import { photoAnalyses } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export type PhotoRow = typeof photoAnalyses.$inferSelect;

const one = (ctx: Context, id: Id<"pht">) =>
  and(eq(photoAnalyses.tenantId, ctx.tenantId), eq(photoAnalyses.id, id));

export async function insertPhoto(
  tx: Context,
  photo: Pick<PhotoRow, "id" | "ownerHash" | "bytes" | "width" | "height" | "createdAt">,
): Promise<void> {
  await tx.db.insert(photoAnalyses).values({ tenantId: tx.tenantId, ...photo });
}

export async function endPhoto(
  ctx: Context,
  id: Id<"pht">,
  end: Pick<PhotoRow, "state"> & Partial<Pick<PhotoRow, "caption" | "suggestions">>,
): Promise<void> {
  await ctx.db.update(photoAnalyses).set(end).where(one(ctx, id));
}

/** Finds a photo by its id, for its owner only. */
export async function findPhoto(ctx: Context, id: Id<"pht">, ownerHash: string): Promise<PhotoRow | null> {
  const [row] = await ctx.db
    .select()
    .from(photoAnalyses)
    .where(and(one(ctx, id), eq(photoAnalyses.ownerHash, ownerHash)));
  return row ?? null;
}

export async function listPhotosOf(ctx: Context, ownerHash: string): Promise<PhotoRow[]> {
  return ctx.db
    .select()
    .from(photoAnalyses)
    .where(and(eq(photoAnalyses.tenantId, ctx.tenantId), eq(photoAnalyses.ownerHash, ownerHash)))
    .orderBy(photoAnalyses.createdAt);
}

export async function listPhotosBefore(ctx: Context, before: Date, limit: number): Promise<Id<"pht">[]> {
  const rows = await ctx.db
    .select({ id: photoAnalyses.id })
    .from(photoAnalyses)
    .where(and(eq(photoAnalyses.tenantId, ctx.tenantId), lt(photoAnalyses.createdAt, before)))
    .limit(limit);
  return rows.map(({ id }) => id);
}

export async function deletePhotoRow(ctx: Context, id: Id<"pht">): Promise<void> {
  await ctx.db.delete(photoAnalyses).where(one(ctx, id));
}

/** Workspaces with photos from before a time. */
export async function listTenantsWithPhotos(operator: OperatorContext, before: Date): Promise<Id<"ten">[]> {
  const rows = await operator.db
    .selectDistinct({ id: photoAnalyses.tenantId })
    .from(photoAnalyses)
    .where(lt(photoAnalyses.createdAt, before));
  return rows.map(({ id }) => id);
}
