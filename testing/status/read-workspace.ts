import type { Context } from "#lib/context/context.ts";
import { verifyProjections } from "#lib/status/projection/verify-projections.ts";
import { readAfter, readHead } from "#lib/status/queries/events.ts";
import { findLive } from "#lib/status/queries/projections.ts";
import { findUpdates, readPosition } from "#lib/status/queries/reads.ts";

const ALL = 1_000_000;

/** What a reader sees: a position, and then the updates, which include at least that position. */
export async function readUpdates(ctx: Context) {
  const position = await readPosition(ctx);
  const rows = await findUpdates(ctx, { limit: ALL });
  return { position, rows: rows.map(({ updateId, content }) => ({ updateId, content })) };
}

/** The position that is committed to the projections. */
export const projectedPosition = async (ctx: Context) => (await findLive(ctx))?.position ?? 0;

/** All that is stored of a workspace's check-ins, with the comparison of its projections and events. */
export async function readWorkspace(ctx: Context) {
  const { differences, hash, parked } = await verifyProjections(ctx);
  const { position, rows } = await readUpdates(ctx);
  const events = (await readAfter(ctx, 0, ALL)).map(({ type, stream, version, position: at, data }) => ({
    type,
    stream,
    version,
    position: at,
    content: (data as { content?: string }).content ?? "",
  }));
  return {
    tenantId: ctx.tenantId,
    head: await readHead(ctx),
    position,
    rows,
    events,
    differences,
    hash,
    parked,
  };
}
