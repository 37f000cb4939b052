import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { getRoomRow } from "../get-room.ts";
import { getOwnParticipant } from "../own-participant.ts";
import { presentParticipant, presentRoom } from "../present.ts";
import { presentMessages } from "../present-messages.ts";
import { listMessagesAfter } from "../queries/messages.ts";
import { listParticipantRows } from "../queries/participants.ts";
import { describeRoom, type RoomRow } from "../queries/rooms.ts";
import type { ExportFormat } from "../schema.ts";
import type { WireMessage } from "../wire.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { printMessage } from "./print-message.ts";

const PAGE = 200;

export type RoomExport = { name: string; type: string; pieces: AsyncGenerator<string> };

/**
 * Exports a room, oldest message first, in pieces, so that memory use does not grow with the room. Deleted
 * messages are named as deleted.
 * @throws ParleyError forbidden for anyone but the host, before the first piece
 */
export async function exportRoom(ctx: Context, roomId: Id<"rom">, format: ExportFormat): Promise<RoomExport> {
  const room = await getRoomRow(ctx, roomId);
  await requireHost(ctx, roomId);
  const name = `room-${room.code}.${format}`;
  return format === "md"
    ? { name, type: "text/markdown; charset=utf-8", pieces: markdown(ctx, room) }
    : { name, type: "application/jsonl; charset=utf-8", pieces: jsonLines(ctx, room) };
}

/** Also between pages: a download can take a while. */
async function requireHost(ctx: Context, roomId: Id<"rom">): Promise<void> {
  const own = await getOwnParticipant(ctx, ctx, roomId);
  if (own.role !== "host") throw new ParleyError("forbidden", "Only the host may export the room.");
}

async function* markdown(ctx: Context, room: RoomRow): AsyncGenerator<string> {
  const people = (await listParticipantRows(ctx, room.id)).map(({ name }) => escapeMarkdown(name));
  yield `# ${escapeMarkdown(room.title)}\n\nRoom ${room.code}, exported ${ctx.now().toISOString()}. Times are UTC.\n\n`;
  if (people.length > 0) yield `In the room: ${people.join(", ")}\n\n`;
  let day: string | null = null;
  for await (const message of allMessages(ctx, room)) {
    yield printMessage(message, day);
    day = message.created_at.slice(0, 10);
  }
}

async function* jsonLines(ctx: Context, room: RoomRow): AsyncGenerator<string> {
  const line = (type: string, value: object) => `${JSON.stringify({ type, ...value })}\n`;
  yield line("room", {
    exported_at: ctx.now().toISOString(),
    ...presentRoom(room, await describeRoom(ctx, room)),
  });
  for (const row of await listParticipantRows(ctx, room.id))
    yield line("participant", presentParticipant(row));
  for await (const { client_id: _, ...message } of allMessages(ctx, room)) yield line("message", message);
}

async function* allMessages(ctx: Context, room: RoomRow): AsyncGenerator<WireMessage> {
  let after = 0;
  for (;;) {
    const rows = await listMessagesAfter(ctx, room.id, after, PAGE);
    yield* await presentMessages(ctx, room, rows);
    await requireHost(ctx, room.id);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.message.offset;
  }
}
