import type { Context } from "#lib/context/context.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { listRoomRows } from "../queries/room-list.ts";
import type { RoomState } from "../schema.ts";

const PAGE = 50;

export type RoomSummary = {
  id: Id<"rom">;
  code: string;
  title: string;
  state: RoomState;
  chatbot: string | null;
  people: number;
  messages: number;
  createdAt: string;
  lastMessageAt: string | null;
};

/** `before`: the id from which the next page continues. */
export type RoomList = { rooms: RoomSummary[]; before: Id<"rom"> | null };

/** Lists a workspace's rooms, newest first. */
export async function listRooms(ctx: Context, { before }: { before: string | null }): Promise<RoomList> {
  const from = before !== null && isId("rom", before) ? before : null;
  const rows = await listRoomRows(ctx, from, PAGE + 1);
  const shown = rows.slice(0, PAGE);
  return {
    rooms: shown.map(({ createdAt, lastMessageAt, ...room }) => ({
      ...room,
      createdAt: createdAt.toISOString(),
      lastMessageAt: lastMessageAt && new Date(lastMessageAt).toISOString(),
    })),
    before: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}
