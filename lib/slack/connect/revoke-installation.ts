import type { Context } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import { failWaitingDeliveries } from "../queries/deliveries.ts";
import { updateInstallation } from "../queries/installations.ts";

/** Pauses the connection after Slack has ended it. Studio says so, and an admin can connect again. */
export async function revokeInstallation(tx: Context, reason: string): Promise<void> {
  await updateInstallation(tx, { sealedToken: null, revokedAt: tx.now() });
  await failWaitingDeliveries(tx, reason);
  log().warn({ tenantId: tx.tenantId, reason }, "Slack has ended a connection");
}
