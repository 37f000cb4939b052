import { PgBoss } from "pg-boss";

/** Jobs a fetch: as many as the product's runner takes at most. */
const BATCH = 100;

// pg-boss as documented: batches, woken by notification, with a separate connection pool.
const boss = new PgBoss({
  connectionString: process.env.BARE_URL ?? "",
  schema: "bare",
  useListenNotify: true,
});
boss.on("error", (error) => process.stderr.write(`${error}\n`));
await boss.start();
let count = 0;
let reported = 0;
await boss.work(
  "count",
  { batchSize: BATCH, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true },
  async (jobs) => {
    count += jobs.length;
  },
);
setInterval(() => {
  if (count > reported) process.send?.({ done: count });
  reported = count;
}, 20);
process.on("disconnect", () => process.exit(0));
process.send?.({ ready: true });
