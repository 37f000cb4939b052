import "#register-skills.ts";
import { after } from "next/server";
import { cronRoute } from "#app/_server/routes/cron-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { recoverTurns, requeueStrandedTurns } from "#lib/conversation/turn/recover-turns.ts";
import { drainQueue } from "#lib/jobs/drain-queue.ts";
import { checkAlertsOnce } from "#worker/alert-loop.ts";
import { crons } from "#worker/cron-jobs.ts";
import { jobs } from "#worker/registry.ts";

export const maxDuration = 300;
const WORK_MS = 50_000;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Runs queued jobs for a while and recovers turns of dead processes, on hosts without a worker. */
  GET: cronRoute(async () => {
    const recovered = await recoverTurns(sealOperator());
    after(() => recovered.settled);
    await requeueStrandedTurns(sealOperator());
    await checkAlertsOnce();
    return drainQueue({ jobs, crons }, new Date(Date.now() + WORK_MS));
  }),
});
