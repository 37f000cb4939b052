import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findParticipant } from "../queries/participants.ts";
import type { WireFrame } from "../wire.ts";
import { joinHub, leaveHub } from "./open-hub.ts";
import { RoomReader } from "./room-reader.ts";

type Bye = WireFrame & { type: "bye" };

/**
 * Waits until someone in the lobby is let in. Subscribes before it reads their state, so no decision is
 * missed.
 * @returns how the connection ends otherwise; null once they are in the room, or after an abort
 */
export async function waitInLobby(
  ctx: Context,
  operator: OperatorContext,
  roomId: Id<"rom">,
  { participantId, signal }: { participantId: Id<"par">; signal: AbortSignal },
): Promise<Bye | null> {
  const reader = new RoomReader(participantId);
  const hub = await joinHub(ctx, operator, roomId, reader);
  try {
    const early = await readDecision(ctx, roomId, participantId);
    if (early !== "waiting") return early;
    for await (const frame of reader.frames(signal)) {
      if (frame.type === "bye") return frame;
      const isOwn =
        frame.type === "event" && "participant" in frame && frame.participant.id === participantId;
      const decision = isOwn ? await readDecision(ctx, roomId, participantId) : "waiting";
      if (decision !== "waiting") return decision;
    }
    return null;
  } finally {
    leaveHub(ctx, hub, reader);
  }
}

async function readDecision(
  ctx: Context,
  roomId: Id<"rom">,
  participantId: Id<"par">,
): Promise<Bye | null | "waiting"> {
  const row = await findParticipant(ctx, roomId, participantId);
  const departure = row ? row.departure : "removed";
  return departure === null || departure === "waiting" ? departure : { type: "bye", code: departure };
}
