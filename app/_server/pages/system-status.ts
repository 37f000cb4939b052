import { setTimeout as sleep } from "node:timers/promises";
import type { OperationSnapshot } from "#components/ops/operation.ts";
import { openChannels } from "#lib/alerts/channels.ts";
import { listAlerts } from "#lib/alerts/list-alerts.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { compareDeploy } from "#lib/instance/compare-deploy.ts";
import { countGrowth } from "#lib/instance/count-growth.ts";
import { getInstance } from "#lib/instance/get-instance.ts";
import { judgeGrowth } from "#lib/instance/growth.ts";
import { listProcesses } from "#lib/instance/list-processes.ts";
import { listRunningTurns } from "#lib/instance/list-running-turns.ts";
import { listWorkspaceUsage } from "#lib/instance/list-workspace-usage.ts";
import { listJobs } from "#lib/jobs/list-jobs.ts";
import { listQueues } from "#lib/jobs/list-queues.ts";
import { crons } from "#worker/cron-jobs.ts";
import { readInstanceHealth } from "#worker/read-instance-health.ts";
import { jobs } from "#worker/registry.ts";

/** The instance's state for its operator, without any content of workspaces. */
export async function readSystemStatus(operator: OperatorContext): Promise<OperationSnapshot> {
  const [health, processes, queues, all, turns, usage, alerts, instance, deploy, counted] = await Promise.all(
    [
      readInstanceHealth(),
      listProcesses(operator),
      listQueues(jobs),
      listJobs({ jobs, crons }),
      listRunningTurns(operator),
      listWorkspaceUsage(operator),
      listAlerts(operator),
      getInstance(operator),
      compareDeploy(operator),
      countGrowth(operator),
    ],
  );
  return {
    now: operator.now(),
    health,
    processes,
    queues: queues.filter(({ name, depth }) => depth > 0 || jobs.some((job) => job.name === name)),
    jobs: all,
    turns,
    usage,
    alerts,
    channels: openChannels(),
    settings: { dispatch: instance.dispatch, alerts: instance.alerts, planLimits: instance.planLimits },
    deploy,
    growth: judgeGrowth(
      processes.filter(({ isAlive }) => isAlive),
      counted,
    ),
  };
}

const EVERY_MS = 5_000;

/** Yields the instance's state every five seconds until `signal` aborts. */
export async function* streamSystemStatus(
  operator: OperatorContext,
  signal: AbortSignal,
): AsyncGenerator<OperationSnapshot> {
  while (!signal.aborted) {
    yield await readSystemStatus(operator);
    await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
