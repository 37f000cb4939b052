import { builtIn } from "#lib/ai/language-model.ts";
import { findRoomByCode } from "#lib/auth/admission/admit-to-room.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { openRoom } from "#lib/rooms/lifecycle/open-room.ts";
import { type ImportedMessage, importMessages } from "#lib/rooms/messages/import-messages.ts";

const DEMO_ROOM = "KESTREL";
const HOST = "Hana";

/** Creates the demo's room if it is missing. @returns its code */
export async function createDemoRoom(ctx: Context, chatbotId: Id<"bot">): Promise<string> {
  if (await findRoomByCode(DEMO_ROOM)) return DEMO_ROOM;
  await openRoom(ctx, {
    title: "Saturday ride to the lake",
    code: DEMO_ROOM,
    chatbot: await getChatbot(ctx, chatbotId),
    settings: { botManner: "mentioned", access: "open", slowSeconds: 0, codeHidden: false },
    passwordHash: null,
    host: { name: HOST, userIdHash: null },
  });
  return DEMO_ROOM;
}

/** Fills the demo's room with an hour of messages, once. The built-in model answers, which costs nothing. */
export async function fillDemoRoom(ctx: Context): Promise<void> {
  const found = await findRoomByCode(DEMO_ROOM);
  if (found?.tenantId === ctx.tenantId)
    await importMessages(ctx, found.roomId, { lines: demoTalk, model: builtIn() });
}

/** Minutes before now, author and text. The chatbot answers messages that mention it. */
export const demoTalk: ImportedMessage[] = [
  [62, HOST, "Morning! Ride to the lake on Saturday, 9:30 at the old station. Who is in?"],
  [61, "Miro", "Me. Back before five?"],
  [60, HOST, "Easily. It is 46 km there and back, flat except for the bridge."],
  [58, "Tess", "In! I have the new bike since Tuesday, so this will be its first real ride."],
  [57, "Jonas", "In, if the weather holds."],
  [55, HOST, "18 degrees and dry, I just checked."],
  [53, "Jonas", "Then I have no excuse."],
  [
    50,
    "Tess",
    "Question: I live on the fourth floor and would rather not carry the whole bike up to charge it.",
  ],
  [49, "Miro", "You can take the battery upstairs on its own."],
  [48, "Tess", "How does it come out? I do not want to force anything."],
  [46, HOST, "@bot how do I take the battery out?"],
  [44, "Tess", "Oh, that was easy. Got it out at the first try, thank you!"],
  [42, "Ayla", "Sorry, late to the party. Is there space for one more?"],
  [41, HOST, "Always. 9:30, old station."],
  [40, "Ayla", "Great. I only have the small charger, is 46 km fine with one battery?"],
  [38, "Miro", "On eco I got 80 last week. On turbo, bring a book for the way home."],
  [37, "Ayla", "Eco it is."],
  [33, HOST, "Café by the pier opens at eleven. I will book a table for five."],
  [32, "Jonas", "They have the plum cake again."],
  [31, "Miro", "Now it makes sense that you are coming."],
  [27, "Tess", "Do we need anything besides a lock?"],
  [26, HOST, "Water, a spare tube if you have one. I carry the pump and the tools."],
  [22, "Jonas", "My display showed E07 yesterday and went away again. Should I worry?"],
  [21, "Ayla", "No idea, but there is somebody here who knows."],
  [20, "Jonas", "@bot what does error code E07 mean?"],
  [17, "Jonas", "Good to know. I will have a look at it tonight."],
  [16, HOST, "If it comes back, bring it to me on Friday and we look together."],
  [12, "Miro", "Who takes pictures? Last time we had forty of my back wheel."],
  [11, "Ayla", "I will bring the camera."],
  [7, HOST, "So: Saturday, 9:30, old station. Miro, Tess, Jonas, Ayla and me. See you there!"],
  [5, "Tess", "Can't wait."],
].map(([minutesAgo, name, text]) => ({ minutesAgo, name, text }) as ImportedMessage);
