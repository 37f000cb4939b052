import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { escapeMarkdown } from "#lib/core/escape-markdown.ts";
import type { Id } from "#lib/core/ids.ts";
import { presentMessages } from "../messages/present-messages.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { presentParticipant, presentRoom } from "../present.ts";
import { listMessagesAfter } from "../queries/messages.ts";
import { listParticipantRows } from "../queries/participants.ts";
import { describeRoom, type RoomRow } from "../queries/rooms.ts";
import type { WireFile, WireMessage } from "../wire.ts";
import { printMessage } from "./print-message.ts";

const PAGE = 200;

/** Where a file is in the archive, by its id; null if it is no longer stored. */
export type FilePaths = ReadonlyMap<string, string | null>;

/** Also between pages, because a download takes a while. @throws ParleyError forbidden for others */
export async function requireHost(ctx: Context, roomId: Id<"rom">): Promise<void> {
  const own = await getOwnParticipant(ctx, ctx, roomId);
  if (own.role !== "host") throw new ParleyError("forbidden", "Only the host can export the room.");
}

/** @param paths of the files, in an archive that has them */
export async function* markdown(ctx: Context, room: RoomRow, paths?: FilePaths): AsyncGenerator<string> {
  const people = (await listParticipantRows(ctx, room.id)).map(({ name }) => escapeMarkdown(name));
  yield `# ${escapeMarkdown(room.title)}\n\nRoom ${room.code}, exported ${ctx.now().toISOString()}. Times are UTC.\n\n`;
  if (people.length > 0) yield `In the room: ${people.join(", ")}\n\n`;
  let day: string | null = null;
  for await (const message of allMessages(ctx, room)) {
    yield printMessage(message, day, paths);
    day = message.created_at.slice(0, 10);
  }
}

export async function* jsonLines(ctx: Context, room: RoomRow, paths?: FilePaths): AsyncGenerator<string> {
  const line = (type: string, value: object) => `${JSON.stringify({ type, ...value })}\n`;
  yield line("room", {
    exported_at: ctx.now().toISOString(),
    ...presentRoom(room, await describeRoom(ctx, room)),
  });
  for (const row of await listParticipantRows(ctx, room.id))
    yield line("participant", presentParticipant(row));
  const placed = (file: WireFile) => (paths ? { ...file, path: paths.get(file.id) ?? null } : file);
  for await (const { client_id: _, files, ...message } of allMessages(ctx, room))
    yield line("message", { ...message, files: files.map(placed) });
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
