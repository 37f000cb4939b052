import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { deleteFileRows, listUnusedFiles } from "../queries/files.ts";
import { deleteObjects } from "./file-objects.ts";

const KEEP_MS = 24 * 3_600_000;
const BATCH = 200;

/**
 * Deletes files of deleted messages, and those that were uploaded a day ago and never sent.
 * @returns their number
 */
export async function purgeUnusedFiles(operator: OperatorContext): Promise<number> {
  const before = new Date(operator.now().getTime() - KEEP_MS);
  let purged = 0;
  for (;;) {
    const due = await listUnusedFiles(operator, before, BATCH);
    for (const { tenantId, roomId, id } of due) {
      const ctx = admitJob(tenantId, "purge-files");
      // The row goes last, so that an interrupted purge is repeated.
      await deleteObjects(ctx, roomId, [id]);
      await deleteFileRows(ctx, roomId, [id]);
    }
    purged += due.length;
    if (due.length < BATCH) return purged;
  }
}
