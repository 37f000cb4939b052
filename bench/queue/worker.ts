import { startWorker } from "#lib/jobs/start-worker.ts";
import { counted, countJob, tellJob } from "./jobs.ts";

// A worker of the product, with the bench's own kinds of job; tells its parent how many it has done.
await startWorker({ jobs: [countJob, tellJob] });
let reported = 0;
setInterval(() => {
  if (counted.count > reported) process.send?.({ done: counted.count });
  reported = counted.count;
}, 20);
process.on("disconnect", () => process.exit(0));
process.send?.({ ready: true });
