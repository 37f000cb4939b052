import type { LockedRoom } from "../order/write-to-room.ts";
import { updateRoomMessage } from "../queries/messages.ts";
import { listRecapsOver } from "../queries/recaps.ts";

/** Deletes the recaps that may quote deleted messages. @param offsets positions of the messages */
export async function withdrawRecaps({ tx, room, at, emit }: LockedRoom, offsets: number[]): Promise<void> {
  for (const recap of await listRecapsOver(tx, room.id, offsets)) {
    await updateRoomMessage(tx, recap, { deletedAt: at });
    emit({ kind: "delete", messageId: recap.id });
  }
}
