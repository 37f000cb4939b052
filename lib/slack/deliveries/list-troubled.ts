import type { Context } from "#lib/context/context.ts";
import { listTroubledDeliveries } from "../queries/deliveries.ts";
import { listPersonRows } from "../queries/installations.ts";
import type { TroubledMessage } from "../schema.ts";

const MAX_LISTED = 100;

/** Messages that failed or may have arrived, the newest first: a person must decide about them. */
export async function listTroubledMessages(ctx: Context): Promise<TroubledMessage[]> {
  const rows = await listTroubledDeliveries(ctx, MAX_LISTED);
  if (rows.length === 0) return [];
  const names = new Map((await listPersonRows(ctx)).map(({ slackUser, name }) => [slackUser, name]));
  return rows.map((row) => ({
    id: row.id,
    state: row.state === "unknown" ? "unknown" : "failed",
    to: names.get(row.target) ?? row.target,
    text: row.message.text,
    isEdit: row.editKey !== null,
    error: row.error ?? "",
    createdAt: row.createdAt.toISOString(),
  }));
}
