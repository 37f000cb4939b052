import { admitJob } from "#lib/auth/admission/admit-job.ts";
import { actorHash, type Context, type OperatorContext } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { deletePhotoFiles } from "./photo-files.ts";
import { deletePhotoRow, listPhotosBefore, listPhotosOf, listTenantsWithPhotos } from "./queries.ts";

const KEEP_MS = 24 * 3_600_000;
const BATCH = 100;

/** Deletes photos that are a day old. A room's cover is a copy of its own. */
export async function purgePhotos(operator: OperatorContext): Promise<void> {
  const before = new Date(operator.now().getTime() - KEEP_MS);
  for (const tenantId of await listTenantsWithPhotos(operator, before)) {
    await purgePhotosOf(admitJob(tenantId, "purge-photos"), before).catch((error: unknown) =>
      log().error({ tenantId, ...errorFields(error) }, "purging photos failed"),
    );
  }
}

async function purgePhotosOf(ctx: Context, before: Date): Promise<void> {
  let due: Awaited<ReturnType<typeof listPhotosBefore>>;
  do {
    due = await listPhotosBefore(ctx, before, BATCH);
    for (const id of due) {
      // The row goes last, so that an interrupted purge is repeated.
      await deletePhotoFiles(ctx, id);
      await deletePhotoRow(ctx, id);
    }
  } while (due.length === BATCH);
}

/** Erases the photos of the person in `ctx`. */
export async function erasePhotos(ctx: Context): Promise<void> {
  for (const { id } of await listPhotosOf(ctx, actorHash(ctx))) {
    await deletePhotoFiles(ctx, id);
    await deletePhotoRow(ctx, id);
  }
}
