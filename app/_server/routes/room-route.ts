import { admitToRoom, type RoomAdmission } from "#lib/auth/admission/admit-to-room.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { countFailure, requireNoFailures } from "#lib/limits/limit-failures.ts";
import { readRoomCode } from "#lib/rooms/lifecycle/room-code.ts";
import { isWrongPassword } from "#lib/rooms/participants/join-room.ts";
import { clientAddressOf } from "../http/client-address.ts";
import { roomBearerOf } from "../http/room-bearer.ts";
import { requireSameOrigin } from "../http/same-origin.ts";
import { type LimitOptions, limitRoute } from "./limit-route.ts";
import {
  type BodyOptions,
  type RouteHandler,
  type RouteInput,
  routeHandler,
  withBody,
} from "./route-handler.ts";

/**
 * A route of the room whose code is in the path, for its participants and anyone who knows the code. An
 * address with too many wrong codes or passwords is refused even with a right one; participants are not.
 */
export function roomRoute<B = undefined>(
  options: BodyOptions<B> & LimitOptions,
  handle: (admission: RoomAdmission, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  return routeHandler({}, async (bare) => {
    const { request, requestId, params } = bare;
    const { headers } = request;
    if (request.method !== "GET" && !headers.has("authorization")) requireSameOrigin(request);
    const address = clientAddressOf(headers);
    const operator = sealOperator();
    try {
      const code = readRoomCode(params.code ?? "");
      if (!code) throw notFound("room");
      const admission = await admitToRoom(code, roomBearerOf(headers), requestId);
      const isGuessing = admission.ctx.actor.kind === "public";
      if (isGuessing) await requireNoFailures(operator, "roomCode", address);
      await limitRoute(request, options, { ctx: admission.ctx });
      return await handle(admission, await withBody(bare, options));
    } catch (error) {
      if (isWrongGuess(error)) await countFailure(operator, "roomCode", address);
      throw error;
    }
  });
}

function isWrongGuess(error: unknown): boolean {
  if (isWrongPassword(error)) return true;
  return error instanceof ParleyError && error.code === "not_found" && error.message === "Room not found.";
}
