import { chatbotOfKey } from "#lib/auth/admission/chatbot-address.ts";
import { publicUrl } from "#lib/core/env.ts";
import { createRoom } from "#lib/rooms/lifecycle/create-room.ts";
import { createRoomRequest } from "#lib/rooms/schema.ts";
import { setRoomCookie } from "../cookies/room-cookies.ts";
import { admitChatKey } from "./admit-chat-key.ts";
import { admitRoomCreator } from "./admit-room-creator.ts";
import { limitRoute } from "./limit-route.ts";
import { routeHandler, withBody } from "./route-handler.ts";

const DEFAULT_HOST = "Host";

/** For members and end users in their own workspace, API keys, and guests if the workspace allows it. */
export const createRoomRoute = routeHandler({}, async (bare) => {
  const { request, requestId } = bare;
  const { headers } = request;
  const key = await admitChatKey(request, requestId);
  const { body } = await withBody(bare, { body: createRoomRequest });
  const { ctx, name } = key
    ? { ctx: key, name: null }
    : await admitRoomCreator(headers, body.chatbot ?? null, requestId);
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
