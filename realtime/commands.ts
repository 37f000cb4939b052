import type { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { LimitName } from "#lib/limits/rate-limits.ts";
import {
  deleteCommand,
  editCommand,
  moderateCommand,
  reactCommand,
  readCommand,
  sendCommand,
  typingCommand,
} from "#lib/rooms/commands.ts";
import { deleteMessage } from "#lib/rooms/messages/delete-message.ts";
import { editMessage } from "#lib/rooms/messages/edit-message.ts";
import { markRead } from "#lib/rooms/messages/mark-read.ts";
import { postMessage } from "#lib/rooms/messages/post-message.ts";
import { reactToMessage } from "#lib/rooms/messages/react-to-message.ts";
import { announceTyping } from "#lib/rooms/participants/announce-typing.ts";
import { updateParticipant } from "#lib/rooms/participants/update-participant.ts";
import type { WireMessage, WireReply } from "#lib/rooms/wire.ts";

/** What an `ack` says besides the command's id. */
type Outcome = Pick<WireReply & { type: "ack" }, "offset" | "messageId" | "held">;

type Command = {
  limit: LimitName;
  /** Parses a frame and calls the verb that the HTTP route calls. @throws ZodError, ParleyError */
  run(ctx: Context, roomId: Id<"rom">, frame: unknown): Promise<Outcome>;
};

/** What clients can ask for over a socket, by the frame's `type`. */
export const commands: Readonly<Record<string, Command>> = {
  send: command(sendCommand, (ctx, room, body) => postMessage(ctx, room, body).then(placeOf), "roomMessage"),
  edit: command(editCommand, (ctx, room, { message_id: messageId, content }) =>
    editMessage(ctx, room, { messageId, content }).then(placeOf),
  ),
  delete: command(deleteCommand, (ctx, room, body) => deleteMessage(ctx, room, body.message_id).then(done)),
  react: command(
    reactCommand,
    (ctx, room, { message_id: messageId, emoji, on }) =>
      reactToMessage(ctx, room, { messageId, emoji, on }).then(done),
    "roomReaction",
  ),
  typing: command(typingCommand, (ctx, room) => announceTyping(ctx, room).then(done), "roomTyping"),
  read: command(readCommand, (ctx, room, body) => markRead(ctx, room, body.offset).then(done)),
  moderate: command(moderateCommand, (ctx, room, { participant_id: participantId, ...change }) =>
    updateParticipant(ctx, room, { ...change, participantId }).then(done),
  ),
};

/** A message that waits for approval has no position yet. */
const placeOf = ({ offset, id, held }: WireMessage): Outcome =>
  held ? { messageId: id, held } : { offset, messageId: id };
const done = (): Outcome => ({});

function command<T>(
  schema: z.ZodType<T>,
  verb: (ctx: Context, roomId: Id<"rom">, body: T) => Promise<Outcome>,
  limit: LimitName = "request",
): Command {
  return { limit, run: async (ctx, roomId, frame) => verb(ctx, roomId, schema.parse(frame)) };
}
