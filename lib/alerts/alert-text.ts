import { MICROS } from "#lib/billing/schema.ts";
import type { AlertRule } from "./alert-rules.ts";
import type { AlertEvent } from "./schema.ts";

export type AlertNotice = {
  id: string;
  rule: AlertRule;
  event: AlertEvent;
  value: number | null;
  threshold: number | null;
  firedAt: Date;
  clearedAt: Date | null;
};

const count = (value: number | null) => Math.round(value ?? 0).toLocaleString("en");
const seconds = (value: number | null) =>
  `${(value ?? 0).toLocaleString("en", { maximumFractionDigits: 1 })} s`;
const percent = (value: number | null) =>
  `${(value ?? 0).toLocaleString("en", { maximumFractionDigits: 1 })}%`;
const dollars = (value: number | null) =>
  ((value ?? 0) / MICROS).toLocaleString("en", { style: "currency", currency: "USD" });

type Sentences = { fired: (value: number | null, threshold: number | null) => string; cleared: string };

const sentences: Record<AlertRule, Sentences> = {
  database: { fired: () => "The database is not responding.", cleared: "The database is responding again." },
  redis: {
    fired: () => "Redis is not responding. Each process counts limits on its own.",
    cleared: "Redis is responding again.",
  },
  storage: {
    fired: () => "The file storage is not responding or is full. Files can't be uploaded or opened.",
    cleared: "The file storage is responding again.",
  },
  worker: {
    fired: (value) =>
      value === 1
        ? "A worker process stopped responding."
        : `${count(value)} worker processes stopped responding.`,
    cleared: "Other workers have taken over the jobs.",
  },
  queueDepth: {
    fired: (value, threshold) =>
      value === 1
        ? `A job is queued (limit ${count(threshold)}).`
        : `${count(value)} jobs are queued (limit ${count(threshold)}).`,
    cleared: "The queue is back below its limit.",
  },
  queueAge: {
    fired: (value, threshold) =>
      `A job has been waiting for ${seconds(value)} (limit ${seconds(threshold)}).`,
    cleared: "The queue delay is back below its limit.",
  },
  errors: {
    fired: (value, threshold) =>
      `${percent(value)} of the answers in the last 5 minutes failed or were interrupted (limit ${percent(threshold)}).`,
    cleared: "The rate of failed answers is back below its limit.",
  },
  firstToken: {
    fired: (value, threshold) =>
      `The time to first token (p95) was ${seconds(value)} in the last 5 minutes (limit ${seconds(threshold)}).`,
    cleared: "The time to first token is back below its limit.",
  },
  roomDelivery: {
    fired: (value, threshold) =>
      `Room messages are being delivered late: p95 ${seconds(value)} in the last minute (limit ${seconds(threshold)}).`,
    cleared: "Room messages are being delivered on time again.",
  },
  slack: {
    fired: (value) => `${percent(value)} of the requests from Slack in the last 10 minutes failed.`,
    cleared: "Requests from Slack no longer fail.",
  },
  spend: {
    fired: (value, threshold) =>
      `Model costs across all workspaces reached ${dollars(value)} today (limit ${dollars(threshold)}).`,
    cleared: "Model costs are back below the daily limit.",
  },
};

/** One sentence for people. It contains no workspace data. */
export function alertText({
  rule,
  event,
  value,
  threshold,
}: Pick<AlertNotice, "rule" | "event" | "value" | "threshold">) {
  const { fired, cleared } = sentences[rule];
  return event === "fired" ? fired(value, threshold) : cleared;
}
