import { findRoomByCode } from "#lib/auth/admission/admit-to-room.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { openRoom } from "#lib/rooms/open-room.ts";

const DEMO_ROOM = "KESTREL";

/** Creates the demo's room if it is missing. @returns its code */
export async function createDemoRoom(ctx: Context, chatbotId: Id<"bot">): Promise<string> {
  if (await findRoomByCode(DEMO_ROOM)) return DEMO_ROOM;
  await openRoom(ctx, {
    title: "Saturday ride to the lake",
    code: DEMO_ROOM,
    chatbot: await getChatbot(ctx, chatbotId),
    settings: { botManner: "mentioned", access: "open", slowSeconds: 0, codeHidden: false },
    passwordHash: null,
    host: { name: "Hana", userIdHash: null },
  });
  return DEMO_ROOM;
}
