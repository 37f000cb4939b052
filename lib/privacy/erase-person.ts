import { invalidatePerson } from "#lib/auth/admission/admission-cache.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { eraseOwnData } from "./erase-own-data.ts";
import { noteErasure } from "./erasures.ts";

/**
 * Erases the person in `ctx` from the workspace: conversations, room messages,
 * check-ins, photos, profile and usage. Their account stays, since
 * other workspaces may use it, and so does their entitlement, under a pseudonym (`leaveWorkspace`).
 * @throws ParleyError forbidden for keys and members
 */
export async function erasePerson(ctx: Context): Promise<void> {
  const { actor, tenantId } = ctx;
  if (actor.kind !== "person" && actor.kind !== "visitor")
    throw new ParleyError("forbidden", "Only end users can do this.");
  await noteErasure(ctx, false);
  await eraseOwnData(ctx);
  if (actor.kind === "person") invalidatePerson(tenantId, actor.id);
}
