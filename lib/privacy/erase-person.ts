import { invalidatePerson } from "#lib/auth/admission/admission-cache.ts";
import type { Context } from "#lib/context/context.ts";
import { eraseConversations } from "#lib/conversation/erase-conversations.ts";
import { ParleyError } from "#lib/core/errors.ts";

/**
 * Removes whoever asks from the workspace: what they said and were told, what they told of themselves, what was counted of them.
 * Their account, which may be of use elsewhere, stays, and so does, under a mark, how far they had come (`leaveWorkspace`).
 * @throws ParleyError forbidden for keys and members
 */
export async function erasePerson(ctx: Context): Promise<void> {
  const { actor, tenantId } = ctx;
  if (actor.kind !== "person" && actor.kind !== "visitor")
    throw new ParleyError("forbidden", "Only end users can do this.");
  await eraseConversations(ctx);
  if (actor.kind === "person") invalidatePerson(tenantId, actor.id);
}
