import type { Context } from "#lib/context/context.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { deleteSomeDocuments } from "./queries/documents.ts";

const AT_ONCE = 20;

/**
 * Deletes every document of a workspace with its passages and embeddings, in batches that stay well within
 * the statement timeout, and then all its files.
 */
export async function purgeKnowledge(ctx: Context): Promise<void> {
  while ((await deleteSomeDocuments(ctx, AT_ONCE)) > 0);
  await purgeFiles(ctx);
}

/** Keys of objects begin with their tenant. */
export async function purgeFiles({ tenantId }: Context): Promise<void> {
  await objectStore().deletePrefix(tenantId);
}
