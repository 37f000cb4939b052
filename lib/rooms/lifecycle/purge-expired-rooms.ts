import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { listExpiredRooms } from "../queries/room-times.ts";
import { removeRoom } from "./delete-room.ts";

const BATCH = 50;

/** Deletes rooms that have expired. One that fails is tried again by the next run. @returns their number */
export async function purgeExpiredRooms(operator: OperatorContext): Promise<number> {
  let purged = 0;
  for (const { tenantId, roomId } of await listExpiredRooms(operator, BATCH)) {
    try {
      if (await removeRoom(admitJob(tenantId, "purge"), roomId, undefined, "expired")) purged += 1;
    } catch (error) {
      log().error({ tenantId, ...errorFields(error) }, "deleting an expired room failed");
    }
  }
  return purged;
}
