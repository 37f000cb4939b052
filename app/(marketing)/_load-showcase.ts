import { findAdmission, orNull } from "#app/_server/pages/page.ts";
import { demoChatbotHandle } from "#lib/auth/admission/admission.ts";
import { presentChatbot } from "#lib/chatbot/present-chatbot.ts";
import type { PublicChatbot } from "#lib/chatbot/schema.ts";

/** The chatbot shown on the start page; null until one is set up, and where it is not open to whoever looks. */
export async function loadShowcase(): Promise<PublicChatbot | null> {
  const handle = await demoChatbotHandle();
  if (!handle) return null;
  const admitted = await findAdmission(handle);
  return admitted && orNull(presentChatbot(admitted.ctx, admitted.chatbotId));
}
