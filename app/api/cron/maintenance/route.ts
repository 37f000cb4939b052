import { cronRoute } from "#app/_server/routes/cron-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { notifyMissedBudgets } from "#lib/billing/notify-budgets.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { pruneTurnLogs } from "#lib/conversation/turn/recover-turns.ts";
import { purgeProcesses } from "#lib/instance/register-process.ts";
import { pruneJobs } from "#lib/jobs/prune-jobs.ts";
import { checkAlertsOnce } from "#worker/alert-loop.ts";
import { runMaintenance } from "#worker/run-maintenance.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Purges expired rows and sends pending budget notices; hourly is enough. */
  GET: cronRoute(async () => {
    const operator = sealOperator();
    const logRows = await pruneTurnLogs(operator);
    await notifyMissedBudgets(operator);
    await purgeProcesses(operator);
    await runMaintenance(operator);
    await checkAlertsOnce();
    await pruneJobs();
    return { logRows };
  }),
});
