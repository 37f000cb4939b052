import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, newId, parseId } from "#lib/core/ids.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { type LockedRoom, writeToRoom } from "../order/write-to-room.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { isModerator } from "../participants/rank.ts";
import { attachFiles, listUnsent } from "../queries/files.ts";
import { countHeldOf, findHeldByClientId, insertHeld } from "../queries/held-messages.ts";
import {
  findByClientId,
  findRoomMessage,
  loadRoomMessages,
  type RoomMessageRow,
} from "../queries/messages.ts";
import { type ParticipantRow, updateParticipant } from "../queries/participants.ts";
import type { RoomRow } from "../queries/rooms.ts";
import type { PostMessageRequest } from "../schema.ts";
import type { WireMessage } from "../wire.ts";
import { presentHeldMessages } from "./present-held-messages.ts";
import { presentMessages } from "./present-messages.ts";
import { botNamesOf, type NewMessage, publishMessage } from "./publish-message.ts";

/** Messages of one person that wait for approval or were refused. */
const MAX_HELD = 20;

/**
 * Posts a message, or holds it until a moderator approves it. The same client id with the same text returns
 * the first message.
 * @throws ParleyError unprocessable for a client id that was used with another text, forbidden while muted or
 * if the room is locked or archived, limited in slow mode
 */
export async function postMessage(
  ctx: Context,
  roomId: Id<"rom">,
  request: PostMessageRequest,
): Promise<WireMessage> {
  const { id: clientId } = request;
  const room = await getRoomRow(ctx, roomId);
  const botNames = await botNamesOf(ctx, room);
  const { value, events } = await writeToRoom(ctx, roomId, async (locked) => {
    const { tx } = locked;
    const author = await getOwnParticipant(tx, ctx, roomId);
    const earlier = clientId ? await findEarlier(tx, roomId, author.id, clientId) : null;
    if (earlier) return repeated(earlier, request.content);
    requireVoice(locked, author);
    const replied = request.reply_to ? await getReplied(tx, roomId, request.reply_to) : null;
    const files = await getUnsent(tx, author, request);
    const message = {
      id: newId("rmg"),
      clientMessageId: clientId ?? null,
      content: request.content,
      replyTo: replied?.id ?? null,
      botNames,
    };
    const isHeld = locked.room.settings.hold && !isModerator(author.role);
    if (isHeld && files.length > 0)
      throw new ParleyError("forbidden", "Files can't be sent while messages need approval.");
    await (isHeld ? hold(locked, author, message) : publishMessage(locked, author, message));
    await attachFiles(tx, roomId, files, message.id);
    await updateParticipant(tx, author, { lastPostAt: locked.at });
    return message.id;
  });
  const [event] = events;
  if (event?.kind === "message") return event.message;
  const [message] = await presentMessages(ctx, room, await loadRoomMessages(ctx, roomId, [value]));
  return message ?? getHeldOf(ctx, room, value);
}

type Earlier = Pick<RoomMessageRow, "id" | "content"> &
  Partial<Pick<RoomMessageRow, "editedAt" | "deletedAt">>;

async function findEarlier(tx: Context, roomId: Id<"rom">, author: Id<"par">, clientId: string) {
  const posted: Earlier | null = await findByClientId(tx, roomId, author, clientId);
  return posted ?? (await findHeldByClientId(tx, roomId, author, clientId));
}

function repeated(earlier: Earlier, content: string): Id<"rmg"> {
  // Its text may have been edited or deleted since; sending it again is still not a new message.
  const isChanged = Boolean(earlier.editedAt ?? earlier.deletedAt);
  if (earlier.content === content || isChanged) return earlier.id;
  throw new ParleyError("unprocessable", "This message ID was already used for different text.");
}

function requireVoice({ room, at }: LockedRoom, author: ParticipantRow): void {
  const refuse = (message: string, reason: string, until?: Date) =>
    new ParleyError("forbidden", message, { reason, until: until?.toISOString() });
  if (room.state === "archived") throw refuse("This room is archived.", "archived");
  if (isModerator(author.role)) return;
  if (room.state === "locked") throw refuse("Only the host and moderators can post right now.", "locked");
  const { mutedUntil, lastPostAt } = author;
  if (mutedUntil && mutedUntil > at) throw refuse("You're muted.", "muted", mutedUntil);
  const freeAt = (lastPostAt?.getTime() ?? 0) + room.settings.slowSeconds * 1_000;
  if (lastPostAt && freeAt > at.getTime()) {
    const retryAfter = Math.ceil((freeAt - at.getTime()) / 1_000);
    const message = `Slow mode is on. Post again in ${retryAfter} seconds.`;
    throw new ParleyError("limited", message, { reason: "slow", retryAfter });
  }
}

async function getReplied(tx: Context, roomId: Id<"rom">, name: string): Promise<RoomMessageRow> {
  const message = await findRoomMessage(tx, roomId, parseId("rmg", name, "message"));
  if (!message) throw notFound("message");
  return message;
}

/** Keeps a message until a moderator decides on it; it has no place in the room yet. */
async function hold({ tx, room, at, emit }: LockedRoom, author: ParticipantRow, message: NewMessage) {
  if ((await countHeldOf(tx, room.id, author.id)) >= MAX_HELD) {
    const text = "Too many of your messages are waiting for approval.";
    throw new ParleyError("limited", text, { reason: "held" });
  }
  const { botNames: _, ...held } = message;
  await insertHeld(tx, room.id, { ...held, participantId: author.id, createdAt: at });
  emit({ kind: "review" });
}

async function getHeldOf(ctx: Context, room: RoomRow, id: Id<"rmg">): Promise<WireMessage> {
  const actor = ctx.actor.kind === "participant" ? ctx.actor.id : null;
  const held = actor ? await presentHeldMessages(ctx, room, actor) : [];
  const message = held.find((one) => one.id === id);
  if (!message) throw notFound("message");
  return message;
}

/** @throws ParleyError not_found for files that the author has not uploaded, or has already sent */
async function getUnsent(
  tx: Context,
  author: ParticipantRow,
  { content, files = [] }: PostMessageRequest,
): Promise<Id<"rat">[]> {
  if (content.trim() === "" && files.length === 0)
    throw new ParleyError("invalid", "Enter a message.", [{ path: "content", message: "Enter a message." }]);
  const ids = [...new Set(files.map((name) => parseId("rat", name, "file")))];
  if ((await listUnsent(tx, author, ids)).length !== ids.length) throw notFound("file");
  return ids;
}
