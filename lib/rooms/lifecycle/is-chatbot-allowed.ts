import { chatbotAccessOf } from "#lib/auth/admission/admission-cache.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { RoomAccess } from "../schema.ts";

/** Whether everyone who can join the room may also use the chatbot. */
export async function isChatbotAllowed(
  { tenantId }: Context,
  chatbotId: Id<"bot">,
  access: RoomAccess,
): Promise<boolean> {
  const door = await chatbotAccessOf(tenantId, chatbotId);
  return door !== null && (door.visibility !== "members" || access === "members");
}
