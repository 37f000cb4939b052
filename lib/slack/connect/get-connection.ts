import type { Context } from "#lib/context/context.ts";
import { countDeliveries } from "../queries/deliveries.ts";
import { findInstallation } from "../queries/installations.ts";
import type { SlackConnection } from "../schema.ts";

const WEEK_MS = 7 * 86_400_000;

/** The connection with Slack and how its messages fare; null without one. */
export async function getSlackConnection(ctx: Context): Promise<SlackConnection | null> {
  const row = await findInstallation(ctx);
  if (!row) return null;
  const counts = await countDeliveries(ctx, new Date(ctx.now().getTime() - WEEK_MS));
  const of = (state: Parameters<typeof counts.get>[0]) => counts.get(state) ?? 0;
  return {
    teamName: row.teamName,
    connectedAt: row.connectedAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    deliveries: {
      sent: of("sent"),
      waiting: of("due") + of("sending"),
      failed: of("failed"),
      unknown: of("unknown"),
    },
  };
}
