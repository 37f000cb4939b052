import { findPerson } from "#lib/auth/admission/admit-person.ts";
import { admitToChatbot } from "#lib/auth/admission/admit-to-chatbot.ts";
import { admitToOwnWorkspace } from "#lib/auth/admission/admit-to-own-workspace.ts";
import { chatbotOfKey, demoChatbotHandle } from "#lib/auth/admission/chatbot-address.ts";
import type { Context } from "#lib/context/context.ts";
import { publicUrl } from "#lib/core/env.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { createRoom } from "#lib/rooms/create-room.ts";
import { type CreateRoomRequest, createRoomRequest } from "#lib/rooms/schema.ts";
import { setRoomCookie } from "../cookies/room-cookies.ts";
import { bearerOf } from "../http/bearer.ts";
import { admitChatKey } from "./admit-chat-key.ts";
import { limitRoute } from "./limit-route.ts";
import { routeHandler, withBody } from "./route-handler.ts";

const DEFAULT_HOST = "Host";

/** For members and end users in their own workspace, API keys, and guests if the workspace allows it. */
export const createRoomRoute = routeHandler({}, async (bare) => {
  const { request, requestId } = bare;
  const { headers } = request;
  const key = await admitChatKey(request, requestId);
  const { body } = await withBody(bare, { body: createRoomRequest });
  const { ctx, name } = key ? { ctx: key, name: null } : await admitCreator(headers, body, requestId);
  if (key && body.chatbot) await chatbotOfKey(key, body.chatbot);
  await limitRoute(request, { limit: "roomCreate" }, { ctx });
  const { roomId, room, self, token } = await createRoom(ctx, body, name ?? DEFAULT_HOST);
  const { code, title, chatbot } = room;
  const response = Response.json(
    {
      code,
      url: `${publicUrl()}/r/${code}`,
      title,
      chatbot: chatbot?.handle ?? null,
      participant: { id: self.id, name: self.name, role: self.role },
      token,
      room,
    },
    { status: 201, headers: { "cache-control": "no-store", location: `/api/chats/${code}` } },
  );
  for (const cookie of setRoomCookie(headers, roomId, token)) response.headers.append("set-cookie", cookie);
  return response;
});

/** In the caller's own workspace if the chatbot is there, else as a visitor of the chatbot's workspace. */
async function admitCreator(
  headers: Headers,
  { chatbot }: CreateRoomRequest,
  requestId: string,
): Promise<{ ctx: Context; name: string | null }> {
  const bearer = bearerOf(headers);
  const person = await findPerson(bearer.session);
  if (person) {
    const own = { chatbot: chatbot ?? null, hasConversation: null, links: bearer.links, requestId };
    const ctx = await admitToOwnWorkspace(person, own).catch(nullIfNotFound);
    if (ctx) return { ctx, name: person.name };
  }
  const handle = chatbot ?? (await demoChatbotHandle());
  if (!handle) throw new ParleyError("unauthorized", "Sign in first, or send an API key.");
  const { ctx } = await admitToChatbot(handle, bearer, requestId).catch((error: unknown) => {
    throw chatbot ? error : notFound("workspace");
  });
  return { ctx, name: person?.name ?? null };
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof ParleyError && error.code === "not_found") return null;
  throw error;
}
