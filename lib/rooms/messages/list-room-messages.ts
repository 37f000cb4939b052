import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { listRoomMessages as listRows } from "../queries/messages.ts";
import type { RoomRow } from "../queries/rooms.ts";
import type { WireMessagePage } from "../wire.ts";
import { presentMessages } from "./present-messages.ts";

export const MESSAGE_PAGE = 50;
const MAX_PAGE = 100;

/** Lists one page of a room's messages, oldest first. `before` is the cursor of the page after it. */
export async function listRoomMessages(
  ctx: Context,
  roomId: Id<"rom">,
  page: { before?: string; limit?: string },
): Promise<WireMessagePage> {
  const room = await getRoomRow(ctx, roomId);
  await getOwnParticipant(ctx, ctx, roomId);
  const before = readCount(page.before, "cursor", Number.MAX_SAFE_INTEGER);
  const limit = readCount(page.limit, "limit", MAX_PAGE) ?? MESSAGE_PAGE;
  return loadPage(ctx, room, { before, limit });
}

function readCount(text: string | undefined, name: string, most: number): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1 && count <= most && count < 2 ** 31) return count;
  throw new ParleyError("invalid", `The ${name} is not valid.`);
}

export async function loadPage(
  ctx: Context,
  room: RoomRow,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<WireMessagePage> {
  const rows = await listRows(ctx, room.id, { before, limit: limit + 1 });
  const shown = rows.slice(0, limit).reverse();
  const messages = await presentMessages(ctx, room, shown);
  return { messages, cursor: rows.length > limit ? String(messages[0]?.offset ?? 0) : null };
}
