import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findSourceRow } from "../queries/sources.ts";
import type { SourceStatus } from "../schema.ts";
import { describeSource } from "./describe-source.ts";

const POLL_MS = 500;

/** Returns a source with its sync state, waiting up to `waitMs` for a running sync to end. */
export async function getSource(
  ctx: Context,
  sourceId: Id<"src">,
  { waitMs = 0, signal }: { waitMs?: number; signal?: AbortSignal } = {},
): Promise<SourceStatus> {
  const until = performance.now() + waitMs;
  for (;;) {
    const row = await findSourceRow(ctx, sourceId);
    if (!row) throw notFound("source");
    const isUnderWay = row.syncState === "queued" || row.syncState === "fetching";
    if (!isUnderWay || performance.now() + POLL_MS > until || signal?.aborted) return describeSource(row);
    await sleep(POLL_MS);
  }
}
