import { findAdmission, orNull } from "#app/_server/pages/page.ts";
import { roomAddressOf } from "#lib/auth/admission/admission-cache.ts";
import { chatbotAddress, demoChatbotHandle } from "#lib/auth/admission/chatbot-address.ts";
import { presentChatbot } from "#lib/chatbot/present-chatbot.ts";
import type { PublicChatbot } from "#lib/chatbot/schema.ts";

/** The chatbot shown on the home page; null if none is set up or it is not open to this visitor. */
export async function loadShowcase(): Promise<PublicChatbot | null> {
  const handle = await demoChatbotHandle();
  if (!handle) return null;
  const admitted = await findAdmission(handle);
  return admitted && orNull(presentChatbot(admitted.ctx, admitted.chatbotId));
}

/** Handles of the demo's other chatbots, as far as they are set up. */
export async function loadDemoLinks(): Promise<(typeof demoHandles)[number][]> {
  const found = await Promise.all(demoHandles.map((handle) => chatbotAddress(handle).catch(() => null)));
  return demoHandles.filter((_, at) => found[at] !== null);
}

/**
 * The code of the demo's room if the demo is set up. On other instances, anyone may have chosen that code.
 */
export async function loadDemoRoom(): Promise<string | null> {
  const handle = await demoChatbotHandle();
  const [chatbot, room] = await Promise.all([
    handle ? chatbotAddress(handle).catch(() => null) : null,
    roomAddressOf(demoRoom),
  ]);
  return chatbot && room?.tenantId === chatbot.tenantId ? demoRoom : null;
}

const demoRoom = "KESTREL";
const demoHandles = ["parley", "oracle"] as const;
