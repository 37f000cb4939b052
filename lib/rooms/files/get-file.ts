import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { type FileRow, findFile } from "../queries/files.ts";
import { fileKey } from "./file-objects.ts";

/**
 * Gets a file of the room for its participants. One that is not sent yet is for its owner alone.
 * @throws ParleyError not_found, also for files of deleted messages
 */
export async function getFile(
  ctx: Context,
  roomId: Id<"rom">,
  fileId: string,
): Promise<{ file: FileRow; bytes: Buffer }> {
  await getRoomRow(ctx, roomId);
  const own = await getOwnParticipant(ctx, ctx, roomId);
  const file = await findFile(ctx, roomId, parseId("rat", fileId, "file"));
  if (!file || (file.messageId === null && file.participantId !== own.id)) throw notFound("file");
  const stored = await objectStore().get(fileKey(ctx, roomId, file.id));
  if (!stored) throw notFound("file");
  return { file, bytes: stored.bytes };
}
