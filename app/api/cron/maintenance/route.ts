import { cronRoute, methods } from "#app/_server/routes/route.ts";
import { tellForgottenBudgets } from "#lib/billing/notify-budgets.ts";
import { pruneTurnLogs } from "#lib/conversation/turn/recover-turns.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { forgetOldProcesses } from "#lib/instance/register-process.ts";
import { tidyQueues } from "#lib/jobs/prune-jobs.ts";
import { keepHouse } from "#worker/run-maintenance.ts";
import { watchOnce } from "#worker/alert-loop.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Clears away what is kept for a while only, and tells of budgets that nobody was told of; once an hour is enough. */
  GET: cronRoute(async () => {
    const operator = sealOperator();
    const logRows = await pruneTurnLogs(operator);
    await tellForgottenBudgets(operator);
    await forgetOldProcesses(operator);
    await keepHouse(operator);
    await watchOnce();
    await tidyQueues();
    return { logRows };
  }),
});
