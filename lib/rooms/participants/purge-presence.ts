import type { Context } from "#lib/context/context.ts";
import { deletePresence } from "../queries/presence.ts";

/** Deletes the presence of a workspace that is about to be deleted. */
export async function purgePresence(ctx: Context): Promise<void> {
  await deletePresence(ctx);
}
