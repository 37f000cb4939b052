import { readPool } from "#db/storage.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { liveTurns } from "#lib/conversation/stream/live-turn.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { readMetrics } from "#lib/core/read-metrics.ts";
import { listQueues } from "#lib/jobs/list-queues.ts";
import { startSlots } from "#lib/limits/starts/start-slots.ts";
import { openConnections } from "#lib/rooms/live/open-hub.ts";
import { readProjectionLag } from "#lib/status/projection/read-projection-lag.ts";
import { jobs } from "#worker/registry.ts";
import { openStreams } from "../streams/open-streams.ts";

/** This process's metrics and the instance's queues. Without the database its lines are missing. */
export async function metricsResponse(): Promise<Response> {
  const [pool, queues, projections] = await Promise.all([
    orNull(readPool()),
    orNull(listQueues(jobs)),
    orNull(readProjectionLag(sealOperator())),
  ]);
  const { text, contentType } = await readMetrics({
    turnsInFlight: liveTurns().size,
    turnsStarting: startSlots().starting,
    startLimit: startSlots().limit,
    streamSubscribers: openStreams(),
    realtimeConnections: openConnections(),
    pool,
    queues,
    projections,
  });
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
}

function orNull<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    log().warn(errorFields(error), "metrics incomplete");
    return null;
  });
}
