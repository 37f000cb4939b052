import type { Context } from "#lib/context/context.ts";
import { lockTenant } from "./queries/tenants.ts";

/**
 * Call before counting towards a workspace's limit, so that two requests cannot both take the last place.
 */
export async function lockWorkspace(tx: Context): Promise<void> {
  await lockTenant(tx);
}
