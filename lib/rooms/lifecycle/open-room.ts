import { reserveHandle } from "#lib/auth/admission/reserve-handle.ts";
import { signRoomToken } from "#lib/auth/session/room-token.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { nameKey } from "../participants/name-key.ts";
import { presentParticipant, presentRoom } from "../present.ts";
import { insertParticipant, type ParticipantRow } from "../queries/participants.ts";
import { describeRoom, insertRoom, type RoomRow } from "../queries/rooms.ts";
import type { RoomSettings, RoomState } from "../schema.ts";
import type { WireParticipant, WireRoom } from "../wire.ts";
import { newRoomCode, readRoomCode } from "./room-code.ts";

const MAX_TRIES = 5;

export type OpenedRoom = { roomId: Id<"rom">; room: WireRoom; self: WireParticipant; token: string };

type NewRoom = {
  title: string;
  /** Chosen by the host; random if unset. */
  code?: string | undefined;
  chatbot: Chatbot | null;
  settings: RoomSettings;
  passwordHash: string | null;
  state?: RoomState;
  expiresAt?: Date | null;
  host: { name: string; userIdHash: string | null };
};

/**
 * Stores a new room with its host and its chatbot.
 * @throws ParleyError invalid for a malformed code, conflict for one that is taken, and for a host named like
 * the chatbot
 */
export async function openRoom(ctx: Context, newRoom: NewRoom): Promise<OpenedRoom> {
  const { chatbot, host } = newRoom;
  if (chatbot && nameKey(chatbot.name) === nameKey(host.name))
    throw new ParleyError("conflict", "This name is too similar to the chatbot's. Choose another one.");
  const opened = await transaction(ctx, async (tx) => {
    const stored = await storeRoom(tx, newRoom);
    return { ...stored, described: await describeRoom(tx, stored.room) };
  });
  const roomId = opened.room.id;
  const token = await signRoomToken({ tenantId: ctx.tenantId, roomId, participantId: opened.self.id });
  const room = presentRoom(opened.room, opened.described);
  return { roomId, room, self: presentParticipant(opened.self), token };
}

/** As `openRoom`, in the caller's transaction. */
export async function storeRoom(
  tx: Context,
  newRoom: NewRoom,
): Promise<{ room: RoomRow; self: ParticipantRow }> {
  const { title, chatbot, settings, passwordHash, host, state = "open", expiresAt = null } = newRoom;
  const roomId = newId("rom");
  const code = await claimCode(tx, roomId, newRoom.code);
  const chatbotId = chatbot?.id ?? null;
  const joinedAt = tx.now();
  const row = { id: roomId, code, title, chatbotId, settings, passwordHash, state, expiresAt };
  const room = await insertRoom(tx, row);
  const named = (name: string) => ({ id: newId("par"), name, nameKey: nameKey(name), joinedAt });
  const { name, userIdHash } = host;
  const self = await insertParticipant(tx, roomId, { ...named(name), role: "host", userIdHash });
  if (chatbot) await insertParticipant(tx, roomId, { ...named(chatbot.name), role: "bot" });
  return { room, self };
}

async function claimCode(tx: Context, roomId: Id<"rom">, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) {
    const code = readRoomCode(wanted);
    if (!code) {
      const message = "Use 4 to 20 letters and digits.";
      throw new ParleyError("invalid", message, [{ path: "code", message }]);
    }
    if (await reserveHandle(tx, { kind: "room", value: code, targetId: roomId })) return code;
    throw new ParleyError("conflict", "This code is taken. Choose another one.");
  }
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const code = newRoomCode();
    if (await reserveHandle(tx, { kind: "room", value: code, targetId: roomId })) return code;
  }
  throw new ParleyError("unavailable", "Couldn't find an unused room code. Try again.");
}
