import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { closeBoss, openBoss, wakeQueue } from "./boss.ts";
import { cancelJob } from "./cancel-job.ts";
import { defineCron, scheduleCrons } from "./cron.ts";
import { defineJob, type JobHandler } from "./define-job.ts";
import { listJobs } from "./list-jobs.ts";
import { retryJob } from "./retry-job.ts";
import { startWorker, type Worker } from "./start-worker.ts";
import { transactionWithJobs } from "./transaction-with-jobs.ts";

type Payload = { note: string };
const ran: string[] = [];
const asked: string[] = [];
let isBroken = true;

const settings = { retries: 0, retrySeconds: 1, expireSeconds: 60, concurrency: 2, concurrencyPerTenant: 2 };
const payload = z.object({ note: z.string() });
const plain: JobHandler<Payload> = {
  async run(_, { note }, { signal }) {
    if (note === "long") await new Promise((resolve) => signal.addEventListener("abort", resolve));
    if (isBroken) throw new TypeError("the name of a person");
    ran.push(note);
  },
  giveUp: async () => undefined,
};
const note =
  (verb: string) =>
  async (ctx: Context, { note }: Payload) => {
    asked.push(`${verb} ${note} of ${ctx.tenantId}`);
  };
const putBack = defineJob({ name: "testing.put-back", payload, settings, load: async () => plain });
const byVerb = defineJob({
  name: "testing.by-verb",
  payload,
  settings,
  load: async () => ({ ...plain, again: note("again"), cancel: note("cancel") }),
});
let isHouseBroken = true;
const houseKept: string[] = [];
const cron = defineCron({
  name: "testing.keep-house",
  at: "* * * * *",
  timeZone: "UTC",
  expireSeconds: 60,
  async run() {
    if (isHouseBroken) throw new TypeError("the name of a person");
    houseKept.push("kept");
  },
});
const jobs = [putBack, byVerb];
const work = { jobs, crons: [{ ...cron, settings: { ...cron.settings, retries: 0 } }] };

let tenant: TestTenant;
let worker: Worker;

const send = (job: typeof putBack, note: string, after?: Date) =>
  transactionWithJobs(tenant.ctx, [job], (_, enqueue) => enqueue(job, { note }, { after }));

async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(30)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error("It did not happen.");
}

const listed = (queue: string, state: string) =>
  until(async () => (await listJobs(work)).find((one) => one.queue === queue && one.state === state));
const rowsOf = (id: string) =>
  asOwner<{ state: string }>("select state::text from queue.job where id = $1::uuid", [id]);

beforeAll(async () => {
  await closeBoss();
  await asOwner("delete from queue.job where name like 'testing.%'");
  tenant = await makeTenant();
  worker = await startWorker(work);
});
afterAll(async () => {
  await worker.close(1_000);
  await closeBoss();
});

describe("jobs, for an operator", () => {
  it("are listed with whose they are and what kind of error it was, and with nothing of what they hold", async () => {
    isBroken = true;
    await send(putBack, "a secret");
    const failed = await listed("testing.put-back", "failed");
    expect(failed).toMatchObject({
      tenantId: tenant.ctx.tenantId,
      attempts: 1,
      error: "TypeError",
      isCancellable: false,
    });
    expect(JSON.stringify(failed)).not.toMatch(/secret|person/);
  });

  it("that failed are put back into their queue and run", async () => {
    const { id } = await listed("testing.put-back", "failed");
    isBroken = false;
    await retryJob(work, "testing.put-back", id);
    await until(() => (ran.includes("a secret") ? true : undefined));
    await until(async () => ((await rowsOf(id))[0]?.state === "completed" ? true : undefined));
    await expect(retryJob(work, "testing.put-back", id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("that failed are done again as their module does it, and are listed no more", async () => {
    isBroken = true;
    await send(byVerb, "one");
    const { id } = await listed("testing.by-verb", "failed");
    await retryJob(work, "testing.by-verb", id);
    expect(asked).toEqual([`again one of ${tenant.ctx.tenantId}`]);
    expect(await rowsOf(id)).toEqual([]);
    await expect(retryJob(work, "testing.by-verb", id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("that run are canceled, and their worker stops", async () => {
    isBroken = false;
    await send(byVerb, "long");
    const { id, isCancellable } = await listed("testing.by-verb", "active");
    expect(isCancellable).toBe(true);
    await cancelJob(work, "testing.by-verb", id);
    expect(asked.at(-1)).toBe(`cancel long of ${tenant.ctx.tenantId}`);
    await until(() => (worker.running() === 0 ? true : undefined));
    expect(await rowsOf(id)).toEqual([{ state: "cancelled" }]);
    await expect(cancelJob(work, "testing.by-verb", id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("of the timetable are of no workspace; one that failed is done again for the same time", async () => {
    isHouseBroken = true;
    await scheduleCrons(await openBoss(), work.crons, new Date(Date.now() - 120_000));
    wakeQueue("testing.keep-house");
    const failed = await listed("testing.keep-house", "failed");
    expect(failed).toMatchObject({ tenantId: null, attempts: 1, error: "TypeError", isCancellable: false });
    await expect(cancelJob(work, failed.queue, failed.id)).rejects.toMatchObject({ code: "conflict" });
    isHouseBroken = false;
    await retryJob(work, failed.queue, failed.id);
    await until(async () => ((await rowsOf(failed.id))[0]?.state === "completed" ? true : undefined));
    expect(houseKept.length).toBeGreaterThan(0);
  });

  it("are refused where there is nothing to be done", async () => {
    isBroken = true;
    await send(putBack, "again");
    const { id } = await listed("testing.put-back", "failed");
    await expect(cancelJob(work, "testing.put-back", id)).rejects.toMatchObject({ code: "conflict" });
    for (const name of ["testing.put-back", "nothing", "queue.job; drop table queue.job"])
      await expect(retryJob(work, name, "none")).rejects.toMatchObject({ code: "not_found" });
  });
});
