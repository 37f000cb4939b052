import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseUnavailable } from "#db/database-unavailable.ts";
import { checkAlerts } from "#lib/alerts/check-alerts.ts";
import { DatabaseAlert } from "#lib/alerts/database-alert.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { checkStorage } from "#lib/core/check-storage.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { slackFailures } from "#lib/core/recent-failures.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { listQueues } from "#lib/jobs/list-queues.ts";
import { jobs } from "./registry.ts";

const ALERT_CHECK_MS = 15_000;
const AGAIN_AFTER_MS = 1_000;

/** Which services failed a check. */
export type Failed = { redis: boolean; storage: boolean };

/** Checks the alerts once. `before`: what failed in the previous check, because one failure is no outage. */
export async function checkAlertsOnce(before?: Failed): Promise<Failed> {
  const [queues, redis, storage] = await Promise.all([
    listQueues(jobs),
    checkService(checkRedis, before?.redis),
    checkService(() => checkStorage(objectStore()), before?.storage),
  ]);
  await checkAlerts(sealOperator(), {
    queues,
    isRedisAway: redis.isAway,
    isStorageAway: storage.isAway,
    slackFailedPercent: slackFailures().percent(Date.now()),
  });
  return { redis: redis.hasFailed, storage: storage.hasFailed };
}

async function checkRedis(): Promise<boolean> {
  const shared = kv();
  return shared.driver === "memory" || shared.check();
}

/** Where no previous check is known, a failure is checked once more. */
async function checkService(check: () => Promise<boolean>, failedBefore?: boolean) {
  if (await check()) return { hasFailed: false, isAway: false };
  const isAway = failedBefore ?? !(await sleep(AGAIN_AFTER_MS).then(check));
  return { hasFailed: true, isAway };
}

/** Checks about every 15 seconds until stopped. */
export async function runAlertLoop(stop: AbortSignal, everyMs = ALERT_CHECK_MS): Promise<void> {
  const database = new DatabaseAlert();
  let failed: Failed = { redis: false, storage: false };
  while (!stop.aborted) {
    // Jitter keeps processes from checking at the same moment.
    const pause = everyMs * (0.8 + 0.4 * Math.random());
    await sleep(pause, undefined, { signal: stop, ref: false }).catch(() => undefined);
    if (stop.aborted) return;
    try {
      failed = await checkAlertsOnce(failed);
      await database.back(sealOperator(), new Date());
    } catch (error) {
      log().warn(errorFields(error), "instance check failed");
      if (isDatabaseUnavailable(error)) await database.away(new Date());
    }
  }
}
