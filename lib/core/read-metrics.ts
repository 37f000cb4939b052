import { LOOP_SAMPLE_MS, metrics } from "./metrics.ts";

/** Due jobs that no worker has taken. `oldestSeconds`: time since the first was due; 0 if there is none. */
export type QueueSample = { name: string; depth: number; oldestSeconds: number };

/** Check-in events not yet projected, at most in one workspace, and streams that cannot be. */
export type ProjectionSample = { lag: number; parked: number };

/** Values measured now instead of counted as they change. `null`: the value is unavailable. */
export type Moment = {
  turnsInFlight: number;
  turnsStarting: number;
  startLimit: number;
  streamSubscribers: number;
  realtimeConnections: number;
  pool: { total: number; idle: number; waiting: number } | null;
  queues: QueueSample[] | null;
  projections: ProjectionSample | null;
};

/** All metrics as Prometheus text. An unavailable value has no line instead of an old value. */
export async function readMetrics(moment: Moment): Promise<{ text: string; contentType: string }> {
  const {
    registry,
    turnsInFlight,
    streamSubscribers,
    databasePool,
    queueDepth,
    queueOldestAge,
    projectionLag,
  } = metrics();
  turnsInFlight.set(moment.turnsInFlight);
  metrics().turnsStarting.set(moment.turnsStarting);
  metrics().startLimit.set(moment.startLimit);
  streamSubscribers.set(moment.streamSubscribers);
  metrics().realtimeConnections.set(moment.realtimeConnections);
  databasePool.reset();
  for (const [state, count] of Object.entries(moment.pool ?? {})) databasePool.set({ state }, count);
  queueDepth.reset();
  queueOldestAge.reset();
  for (const { name: job, depth, oldestSeconds } of moment.queues ?? []) {
    queueDepth.set({ job }, depth);
    queueOldestAge.set({ job }, oldestSeconds);
  }
  projectionLag.reset();
  if (moment.projections) projectionLag.set(moment.projections.lag);
  readEventLoop();
  return { text: await registry.metrics(), contentType: registry.contentType };
}

function readEventLoop(): void {
  const { eventLoop, eventLoopDelay } = metrics();
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - LOOP_SAMPLE_MS / 1e3);
  const isEmpty = eventLoop.count === 0;
  eventLoopDelay.set({ stat: "p50" }, isEmpty ? 0 : seconds(eventLoop.percentile(50)));
  eventLoopDelay.set({ stat: "p99" }, isEmpty ? 0 : seconds(eventLoop.percentile(99)));
  eventLoopDelay.set({ stat: "max" }, isEmpty ? 0 : seconds(eventLoop.max));
  eventLoop.reset();
}
