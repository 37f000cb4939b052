import { chatbotAccessOf } from "#lib/auth/admission/admission-cache.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { RoomAccess } from "./schema.ts";

/** Whether everyone who may come to a room may read what its chatbot says. */
export async function isChatbotAllowed(
  { tenantId }: Context,
  chatbotId: Id<"bot">,
  access: RoomAccess,
): Promise<boolean> {
  const door = await chatbotAccessOf(tenantId, chatbotId);
  return door !== null && (door.visibility !== "members" || access === "members");
}
