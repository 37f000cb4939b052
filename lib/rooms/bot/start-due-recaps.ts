import { admitJob } from "#lib/auth/admission/admit-job.ts";
import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { listDueRecaps } from "../queries/recaps.ts";
import { answerInRoomJob } from "./jobs.ts";

const BATCH = 50;

/**
 * Enqueues jobs for rooms whose recap is due. Several processes may do so at once: a recap is claimed under
 * the room's lock. @returns the number of rooms
 */
export async function startDueRecaps(operator: OperatorContext): Promise<number> {
  const due = await listDueRecaps(operator, BATCH);
  for (const { tenantId, roomId } of due) {
    try {
      const ctx = admitRoom(admitJob(tenantId, "room-recaps"), roomId);
      await transactionWithJobs(ctx, [answerInRoomJob], (_, enqueue) =>
        enqueue(answerInRoomJob, { roomId }, { key: roomId }),
      );
    } catch (error) {
      log().error({ tenantId, ...errorFields(error) }, "starting a room's recap failed");
    }
  }
  return due.length;
}
