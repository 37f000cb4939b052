import { hashPassword } from "#lib/auth/account/password.ts";
import { isOpenTo } from "#lib/auth/admission/is-open-to.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import { getChatbotByName } from "#lib/chatbot/get-chatbot.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { isChatbotAllowed } from "./is-chatbot-allowed.ts";
import { type OpenedRoom, openRoom } from "./open-room.ts";
import type { CreateRoomRequest, RoomAccess } from "./schema.ts";

/**
 * Creates a room with the caller as its host.
 * @param hostName the host's name if the request has none
 * @throws ParleyError forbidden for a guest unless the workspace lets guests create rooms, not_found for a
 * chatbot that is not open to the caller, conflict for a code that is taken
 */
export async function createRoom(
  ctx: Context,
  request: CreateRoomRequest,
  hostName: string,
): Promise<OpenedRoom> {
  const { kind } = ctx.actor;
  const isGuest = kind !== "user" && kind !== "person" && kind !== "apiKey";
  if (isGuest) await requireGuestRooms(ctx, request);
  const { title, code, access, bot_manner: botManner, password } = request;
  const chatbot = request.chatbot ? await getOpenChatbot(ctx, request.chatbot, access) : null;
  return openRoom(ctx, {
    title,
    code,
    chatbot,
    settings: { botManner, access, slowSeconds: 0, codeHidden: false },
    passwordHash: password ? await hashPassword(password) : null,
    host: {
      name: request.name ?? hostName,
      userIdHash: kind === "user" || kind === "person" ? actorHash(ctx) : null,
    },
  });
}

async function requireGuestRooms(ctx: Context, request: CreateRoomRequest): Promise<void> {
  const { settings } = await getWorkspace(ctx);
  if (!settings.guestRooms) throw new ParleyError("forbidden", "Sign in to create a room.");
  if (request.access !== "open" || request.code)
    throw new ParleyError("forbidden", "Sign in to choose the room's code or who can join.");
}

async function getOpenChatbot(ctx: Context, name: string, access: RoomAccess): Promise<Chatbot> {
  const chatbot = await getChatbotByName(ctx, name);
  if (!(await isOpenTo(ctx, chatbot.id))) throw notFound("chatbot");
  if (await isChatbotAllowed(ctx, chatbot.id, access)) return chatbot;
  const message = "This chatbot is for members only. Limit the room to members, or choose another chatbot.";
  throw new ParleyError("invalid", message, [{ path: "chatbot", message }]);
}
