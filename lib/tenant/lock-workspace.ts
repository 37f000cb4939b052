import type { Context } from "#lib/context/context.ts";
import { lockTenant } from "./queries/tenants.ts";

/**
 * For limits of a workspace: call it before counting, so that two requests cannot both take the last place.
 */
export async function lockWorkspace(tx: Context): Promise<void> {
  await lockTenant(tx);
}
