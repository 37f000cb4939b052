import { cronRoute, methods } from "#app/_server/route.ts";
import { drainQueue } from "#lib/jobs/drain-queue.ts";
import { jobs } from "#worker/registry.ts";

export const maxDuration = 300;
const WORK_MS = 50_000;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Works the queue off for a while, on hosts where no worker runs. */
  GET: cronRoute(() => drainQueue(jobs, new Date(Date.now() + WORK_MS))),
});
