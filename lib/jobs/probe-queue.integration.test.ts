import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { closeBoss } from "./boss.ts";
import { probeQueue } from "./probe-queue.ts";
import { probeQueueJob } from "./probe-queue-job.ts";
import { startWorker } from "./start-worker.ts";

let tenant: TestTenant;
beforeAll(async () => {
  await closeBoss();
  tenant = await makeTenant();
});
afterEach(() => closeBoss());
afterAll(() => asOwner("delete from queue.job where name = 'jobs.probe'"));

const jobs = () => asOwner<{ state: string }>("select state::text from queue.job where name = 'jobs.probe'");

it("returns the times of the test job when a worker runs", async () => {
  const worker = await startWorker({ jobs: [probeQueueJob] });
  const probe = await probeQueue(tenant.ctx, 50);
  await worker.close(1_000);
  expect(Math.abs(Date.now() - Date.parse(probe.enqueuedAt))).toBeLessThan(60_000);
  expect(probe.pickupMs).toBeGreaterThanOrEqual(0);
  expect(probe.runMs).toBeGreaterThanOrEqual(0);
  expect(probe.roundTripMs).toBeGreaterThanOrEqual(Math.floor(probe.pickupMs + probe.runMs) - 50);
  expect(await jobs()).toEqual([{ state: "completed" }]);
});

it("says that no worker picked the job up, and leaves none behind", async () => {
  await asOwner("delete from queue.job where name = 'jobs.probe'");
  await expect(probeQueue(tenant.ctx, 1)).rejects.toThrow(
    "No worker picked up the test job within 1 second.",
  );
  expect(await jobs()).toEqual([]);
});
