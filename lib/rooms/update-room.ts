import { hashPassword } from "#lib/auth/account/password.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { getRoomRow } from "./get-room.ts";
import { isChatbotAllowed } from "./is-chatbot-allowed.ts";
import { writeToRoom } from "./order/write-to-room.ts";
import { getOwnParticipant } from "./own-participant.ts";
import { isModerator } from "./rank.ts";
import type { UpdateRoomRequest } from "./schema.ts";

/** What moderators may change; only the host may change the rest. */
const BY_MODERATORS = new Set<keyof UpdateRoomRequest>(["state", "slow_seconds"]);

/**
 * Changes a room's settings.
 * @throws ParleyError forbidden by rank, invalid if not everyone who could then join may use the chatbot
 */
export async function updateRoom(ctx: Context, roomId: Id<"rom">, request: UpdateRoomRequest): Promise<void> {
  const { chatbotId } = await getRoomRow(ctx, roomId);
  if (request.access && chatbotId && !(await isChatbotAllowed(ctx, chatbotId, request.access))) {
    const message = "The room's chatbot is for members only.";
    throw new ParleyError("invalid", message, [{ path: "access", message }]);
  }
  const passwordHash = request.password ? await hashPassword(request.password) : null;
  await writeToRoom(ctx, roomId, async ({ tx, room, emit }) => {
    const own = await getOwnParticipant(tx, ctx, roomId);
    requireRank(own.role === "host", isModerator(own.role), request);
    const { title, state, slow_seconds, bot_manner, access, code_hidden } = request;
    room.title = title ?? room.title;
    room.state = state ?? room.state;
    if (request.password !== undefined) room.passwordHash = passwordHash;
    room.settings = {
      botManner: bot_manner ?? room.settings.botManner,
      access: access ?? room.settings.access,
      slowSeconds: slow_seconds ?? room.settings.slowSeconds,
      codeHidden: code_hidden ?? room.settings.codeHidden,
    };
    emit({ kind: "room" });
  });
}

function requireRank(isHost: boolean, isRanked: boolean, request: UpdateRoomRequest): void {
  if (isHost) return;
  const fields = (Object.keys(request) as (keyof UpdateRoomRequest)[]).filter(
    (field) => request[field] !== undefined,
  );
  const isAllowed = fields.every((field) => BY_MODERATORS.has(field)) && request.state !== "archived";
  if (!isRanked || !isAllowed) throw new ParleyError("forbidden", "Only the host may change this.");
}
