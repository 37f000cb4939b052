import type { AlertSummary } from "#lib/alerts/list-alerts.ts";
import type { AlertChannel } from "#lib/alerts/schema.ts";
import type { Health } from "#lib/context/health.ts";
import type { QueueSample } from "#lib/core/read-metrics.ts";
import type { DeployComparison } from "#lib/instance/compare-deploy.ts";
import type { Growth } from "#lib/instance/growth.ts";
import type { ProcessSummary } from "#lib/instance/list-processes.ts";
import type { InstanceSettings, RunningTurn, WorkspaceUsage } from "#lib/instance/schema.ts";
import type { JobSummary } from "#lib/jobs/list-jobs.ts";

/** The state of the instance at one moment, for its operator. */
export type OperationSnapshot = {
  now: Date;
  health: Health;
  processes: ProcessSummary[];
  queues: QueueSample[];
  jobs: JobSummary[];
  turns: { count: number; waiting: number; turns: RunningTurn[] };
  usage: WorkspaceUsage[];
  alerts: AlertSummary[];
  channels: AlertChannel[];
  settings: InstanceSettings;
  deploy: DeployComparison | null;
  growth: Growth[];
};

/** The snapshot after JSON serialization. */
export type Operation = Jsoned<OperationSnapshot>;

type Jsoned<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? Jsoned<Item>[]
    : T extends object
      ? { [Key in keyof T]: Jsoned<T[Key]> }
      : T;
