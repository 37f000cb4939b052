import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseUnavailable } from "#db/database-unavailable.ts";
import { checkInstance } from "#lib/alerts/check-instance.ts";
import { DatabaseAlert } from "#lib/alerts/database-alert.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { listQueues } from "#lib/jobs/list-queues.ts";
import { jobs } from "./registry.ts";

const ALERT_CHECK_MS = 15_000;
const AGAIN_AFTER_MS = 1_000;

/** Checks the alerts once. `wasRedisAway`: result of the previous check, because one failure is no outage. */
export async function checkAlertsOnce(wasRedisAway?: boolean): Promise<{ isRedisAway: boolean }> {
  const [queues, isRedisUp] = await Promise.all([listQueues(jobs), checkRedis()]);
  const isOutage = !isRedisUp && (wasRedisAway ?? !(await checkRedis(AGAIN_AFTER_MS)));
  await checkInstance(sealOperator(), { queues, isRedisAway: isOutage });
  return { isRedisAway: !isRedisUp };
}

async function checkRedis(afterMs = 0): Promise<boolean> {
  const shared = kv();
  if (shared.driver === "memory") return true;
  if (afterMs > 0) await sleep(afterMs);
  return shared.check();
}

/** Checks about every 15 seconds until stopped. */
export async function runAlertLoop(stop: AbortSignal, everyMs = ALERT_CHECK_MS): Promise<void> {
  const database = new DatabaseAlert();
  let isRedisAway = false;
  while (!stop.aborted) {
    // Jitter keeps processes from checking at the same moment.
    const pause = everyMs * (0.8 + 0.4 * Math.random());
    await sleep(pause, undefined, { signal: stop, ref: false }).catch(() => undefined);
    if (stop.aborted) return;
    try {
      ({ isRedisAway } = await checkAlertsOnce(isRedisAway));
      await database.back(sealOperator(), new Date());
    } catch (error) {
      log().warn(errorFields(error), "instance check failed");
      if (isDatabaseUnavailable(error)) await database.away(new Date());
    }
  }
}
