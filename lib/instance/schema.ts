import { z } from "zod";
import type { Id } from "#lib/core/ids.ts";
import { planLimitsChange } from "#lib/core/plan-limits.ts";

/**
 * Where turns are answered. `direct`: by the process that received the request. `queued`: by a worker,
 * through the queue. `auto`: direct, or queued if this process is at its limit and a worker is live.
 */
export const dispatchModes = ["direct", "queued", "auto"] as const;
export type DispatchMode = (typeof dispatchModes)[number];

const dispatch = z.enum(dispatchModes);

/** An alert fires above its limit; null turns the rule off. */
const alertLimits = z.strictObject({
  queueDepth: z.int().min(1).max(10_000_000).nullable(),
  queueAgeSeconds: z.int().min(1).max(604_800).nullable(),
  errorPercent: z.number().min(0.1).max(99).nullable(),
  firstTokenSeconds: z.number().min(0.1).max(3_600).nullable(),
  // Settings that were stored before it existed keep the others.
  roomDeliverySeconds: z.number().min(0.1).max(3_600).nullable().default(1),
  dailyCostMicros: z.int().min(1).max(1e15).nullable(),
});
export type AlertLimits = z.infer<typeof alertLimits>;

export const defaultAlertLimits: AlertLimits = {
  queueDepth: 1_000,
  queueAgeSeconds: 300,
  errorPercent: 10,
  firstTokenSeconds: 10,
  roomDeliverySeconds: 1,
  dailyCostMicros: null,
};

/** As stored. Invalid values count as not set. */
export const instanceSettings = z.object({
  dispatch: dispatch.default("direct").catch("direct"),
  alerts: alertLimits.default(defaultAlertLimits).catch(defaultAlertLimits),
  /** Limits of the standard plan that differ from those of the environment. */
  planLimits: planLimitsChange.default({}).catch({}),
});
export type InstanceSettings = z.infer<typeof instanceSettings>;

/** Omitted settings stay unchanged. */
export const instanceChange = z.strictObject({
  dispatch: dispatch.optional(),
  alerts: alertLimits.optional(),
  planLimits: planLimitsChange.optional(),
});
export type InstanceChange = z.infer<typeof instanceChange>;

export type RunningTurn = {
  id: Id<"trn">;
  tenantId: Id<"ten">;
  startedAt: Date;
  state: "waiting" | "running";
};

type Sums = { messages: number; tokens: number; costMicros: number };
export type WorkspaceUsage = { tenantId: Id<"ten">; slug: string; name: string; day: Sums; month: Sums };
