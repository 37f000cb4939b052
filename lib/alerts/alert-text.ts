import { MICROS } from "#lib/billing/schema.ts";
import type { AlertEvent, AlertRule } from "./schema.ts";

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
  `${(value ?? 0).toLocaleString("en", { maximumFractionDigits: 1 })} %`;
const dollars = (value: number | null) =>
  ((value ?? 0) / MICROS).toLocaleString("en", { style: "currency", currency: "USD" });

type Sentences = { fired: (value: number | null, threshold: number | null) => string; cleared: string };

const sentences: Record<AlertRule, Sentences> = {
  database: { fired: () => "The database does not answer.", cleared: "The database answers again." },
  redis: {
    fired: () => "Redis does not answer: limits are counted by each process.",
    cleared: "Redis answers again.",
  },
  worker: {
    fired: (value) =>
      value === 1
        ? "A process that worked on the queue gives no sign of life."
        : `${count(value)} processes that worked on the queue give no sign of life.`,
    cleared: "Others work on the queue in place of the process that fell silent.",
  },
  queueDepth: {
    fired: (value, threshold) =>
      `${count(value)} jobs are due and nobody has taken them, over ${count(threshold)}.`,
    cleared: "The queue is short again.",
  },
  queueAge: {
    fired: (value, threshold) => `A job has been due for ${seconds(value)}, over ${seconds(threshold)}.`,
    cleared: "Jobs do not wait long any more.",
  },
  errors: {
    fired: (value, threshold) =>
      `${percent(value)} of the answers of the last five minutes failed or broke off, over ${percent(threshold)}.`,
    cleared: "Answers fail no more often than they may.",
  },
  firstToken: {
    fired: (value, threshold) =>
      `One answer in twenty began after ${seconds(value)} or later in the last five minutes, over ${seconds(threshold)}.`,
    cleared: "Answers begin in time again.",
  },
  spend: {
    fired: (value, threshold) =>
      `The models have cost ${dollars(value)} today in all workspaces, over ${dollars(threshold)}.`,
    cleared: "A new day has begun, or the limit was raised.",
  },
};

/** One sentence a person understands; nothing of any workspace is in it. */
export function alertText({
  rule,
  event,
  value,
  threshold,
}: Pick<AlertNotice, "rule" | "event" | "value" | "threshold">) {
  const { fired, cleared } = sentences[rule];
  return event === "fired" ? fired(value, threshold) : cleared;
}
