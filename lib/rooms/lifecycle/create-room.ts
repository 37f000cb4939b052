import { hashPassword } from "#lib/auth/account/password.ts";
import { isOpenTo } from "#lib/auth/admission/is-open-to.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import { getChatbotByName } from "#lib/chatbot/get-chatbot.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import type { RoomDefaults, WorkspaceSettings } from "#lib/tenant/schema.ts";
import type { CreateRoomRequest, RoomAccess, RoomSettings } from "../schema.ts";
import { isChatbotAllowed } from "./is-chatbot-allowed.ts";
import { type OpenedRoom, openRoom } from "./open-room.ts";
import { presets } from "./presets.ts";

const DAY_MS = 24 * 3_600_000;

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
  const { settings: workspace } = await getWorkspace(ctx);
  if (isGuest) requireGuestRooms(workspace, request);
  const { title, code, access, password } = request;
  const chatbot = request.chatbot ? await getOpenChatbot(ctx, request.chatbot, access) : null;
  return openRoom(ctx, {
    title,
    code,
    chatbot,
    settings: settingsOf(request, workspace.rooms),
    state: request.locked ? "locked" : "open",
    expiresAt: expiryOf(request, workspace.rooms, ctx.now()),
    passwordHash: password ? await hashPassword(password) : null,
    host: {
      name: request.name ?? hostName,
      userIdHash: kind === "user" || kind === "person" ? actorHash(ctx) : null,
    },
  });
}

function settingsOf(request: CreateRoomRequest, defaults: RoomDefaults): RoomSettings {
  const preset = presets[request.preset ?? defaults.preset];
  return {
    botManner: request.bot_manner ?? defaults.manner,
    access: request.access,
    slowSeconds: request.slow_seconds ?? preset.slow_seconds,
    codeHidden: false,
    hold: request.hold ?? preset.hold,
    lobby: request.lobby ?? preset.lobby,
  };
}

function expiryOf(
  { expires_days }: CreateRoomRequest,
  { expiresDays }: RoomDefaults,
  now: Date,
): Date | null {
  const days = expires_days === undefined ? expiresDays : expires_days;
  return days === null ? null : new Date(now.getTime() + days * DAY_MS);
}

function requireGuestRooms(settings: WorkspaceSettings, request: CreateRoomRequest): void {
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
