import { findAdmission, orNull } from "#app/_server/pages/page.ts";
import { demoChatbotHandle } from "#lib/auth/admission/chatbot-address.ts";
import { presentChatbot } from "#lib/chatbot/present-chatbot.ts";
import type { PublicChatbot } from "#lib/chatbot/schema.ts";

/** The chatbot shown on the home page; null if none is set up or it is not open to this visitor. */
export async function loadShowcase(): Promise<PublicChatbot | null> {
  const handle = await demoChatbotHandle();
  if (!handle) return null;
  const admitted = await findAdmission(handle);
  return admitted && orNull(presentChatbot(admitted.ctx, admitted.chatbotId));
}
