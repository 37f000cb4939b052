import { z } from "zod";

export const PROBE_MAX_SECONDS = 50;

export const queueProbeInput = z.object({
  /** How long to wait until a worker has finished the test job. */
  timeoutSeconds: z.int().min(1).max(PROBE_MAX_SECONDS),
});
export type QueueProbeInput = z.infer<typeof queueProbeInput>;

/** `pickupMs` and `runMs` use the database's clock; `roundTripMs` uses the clock of the probing process. */
export const queueProbe = z.object({
  enqueuedAt: z.iso.datetime(),
  /** From enqueued to picked up by a worker. */
  pickupMs: z.number(),
  /** From picked up to done. */
  runMs: z.number(),
  roundTripMs: z.number(),
});
export type QueueProbe = z.infer<typeof queueProbe>;
