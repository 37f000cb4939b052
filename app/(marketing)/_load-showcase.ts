import { admitPage, orNull } from "#app/_server/page.ts";
import { showcaseHandle } from "#lib/auth/admission.ts";
import { presentChatbot } from "#lib/chatbot/present-chatbot.ts";
import type { PublicChatbot } from "#lib/chatbot/schema.ts";

/** The chatbot shown on the start page; null until one is set up. */
export async function loadShowcase(): Promise<PublicChatbot | null> {
  const handle = await showcaseHandle();
  if (!handle) return null;
  const { ctx, chatbotId } = await admitPage(handle);
  return orNull(presentChatbot(ctx, chatbotId));
}
