import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import type { ExportFormat } from "../schema.ts";
import { jsonLines, markdown, requireHost } from "./print-room.ts";
import { streamZip } from "./stream-zip.ts";
import { zipEntries } from "./zip-room.ts";

export type RoomExport = { name: string; type: string; pieces: AsyncGenerator<string | Uint8Array> };

/**
 * Exports a room, oldest message first, in pieces, so that memory use does not grow with the room. Deleted
 * messages are named as deleted.
 * @throws ParleyError forbidden for anyone but the host, before the first piece
 */
export async function exportRoom(ctx: Context, roomId: Id<"rom">, format: ExportFormat): Promise<RoomExport> {
  const room = await getRoomRow(ctx, roomId);
  await requireHost(ctx, roomId);
  const name = `room-${room.code}.${format}`;
  switch (format) {
    case "md":
      return { name, type: "text/markdown; charset=utf-8", pieces: markdown(ctx, room) };
    case "jsonl":
      return { name, type: "application/jsonl; charset=utf-8", pieces: jsonLines(ctx, room) };
    case "zip":
      return { name, type: "application/zip", pieces: streamZip(zipEntries(ctx, room)) };
  }
}
