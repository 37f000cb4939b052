import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findWholeSource } from "../queries/sources.ts";
import type { SourceStatus } from "../schema.ts";
import { describeSource } from "./describe-source.ts";

const LOOK_EVERY_MS = 500;

/** A source and what its last look at the web met; waits up to `waitMs` for one that is under way. */
export async function getSource(
  ctx: Context,
  sourceId: Id<"src">,
  { waitMs = 0, signal }: { waitMs?: number; signal?: AbortSignal } = {},
): Promise<SourceStatus> {
  const until = performance.now() + waitMs;
  for (;;) {
    const row = await findWholeSource(ctx, sourceId);
    if (!row) throw notFound("source");
    const isUnderWay = row.syncState === "queued" || row.syncState === "fetching";
    if (!isUnderWay || performance.now() + LOOK_EVERY_MS > until || signal?.aborted)
      return describeSource(row);
    await sleep(LOOK_EVERY_MS);
  }
}
