import { headers } from "next/headers";
import { cache } from "react";
import { admitToRoom, type RoomAdmission } from "#lib/auth/admission/admit-to-room.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { countFailure, requireNoFailures } from "#lib/limits/limit-failures.ts";
import { getRoom, type RoomView } from "#lib/rooms/lifecycle/get-room.ts";
import { readRoomCode } from "#lib/rooms/lifecycle/room-code.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { clientAddressOf } from "../http/client-address.ts";
import { roomBearerOf } from "../http/room-bearer.ts";
import { requestId } from "./request-id.ts";

type RoomPage = RoomView & { actor: RoomAdmission["ctx"]["actor"]["kind"]; accent: string | null };

/**
 * The room of a page by the code in its URL; null if it does not exist, has expired, or is not for the
 * caller. Wrong codes count as in the API, and an address with too many sees no room.
 */
export const findRoomPage = cache(async (typed: string): Promise<RoomPage | null> => {
  const address = clientAddressOf(await headers());
  const operator = sealOperator();
  try {
    return await openRoom(typed, () => requireNoFailures(operator, "roomCode", address));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (error.code === "not_found")
      await countFailure(operator, "roomCode", address).catch((refused: unknown) => {
        if (!isRefusal(refused)) throw refused;
      });
    return null;
  }
});

function isRefusal(error: unknown): error is ParleyError {
  return error instanceof ParleyError && (error.code === "not_found" || error.code === "limited");
}

async function openRoom(typed: string, requireNoGuessing: () => Promise<unknown>): Promise<RoomPage> {
  const code = readRoomCode(typed);
  if (!code) throw notFound("room");
  const { ctx, roomId } = await admitToRoom(code, roomBearerOf(await headers()), await requestId());
  const { kind } = ctx.actor;
  if (kind === "public") await requireNoGuessing();
  const [view, { settings }] = await Promise.all([getRoom(ctx, roomId), getWorkspace(ctx)]);
  const isOutsider = kind === "public" || kind === "person";
  if (view.room.access === "members" && isOutsider) throw notFound("room");
  return { ...view, actor: kind, accent: settings.accent };
}
