import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { metrics } from "#lib/core/metrics.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { closeBoss, onWake, openBoss } from "./boss.ts";
import { defineJob, type JobRun } from "./define-job.ts";
import { deleteOldJobs, readQueueStats } from "./queries.ts";
import { startWorker, type Worker } from "./start-worker.ts";
import { transactionWithJobs } from "./transaction-with-jobs.ts";

type Ran = { tenantId: string; note: string; attempt: number; isLast: boolean };
const ran: Ran[] = [];
const givenUp: string[] = [];
let work: (note: string, run: JobRun) => Promise<void> = async () => undefined;

const settings = { retries: 1, retrySeconds: 1, expireSeconds: 60, concurrency: 2, concurrencyPerTenant: 1 };
const job = defineJob({
  name: "testing.note-down",
  payload: z.object({ note: z.string() }),
  settings,
  load: async () => ({
    async run(ctx, { note }, run) {
      ran.push({ tenantId: ctx.tenantId, note, attempt: run.attempt, isLast: run.isLastAttempt });
      await work(note, run);
    },
    async giveUp(_, { note }) {
      givenUp.push(note);
    },
  }),
});
const stranger = { ...job, name: "testing.not-named" };
const single = {
  ...job,
  name: "testing.once-queued",
  settings: { ...settings, concurrency: 1, isOneQueuedPerKey: true as const },
};

const send = ({ ctx }: TestTenant, note: string, after?: Date) =>
  transactionWithJobs(ctx, [job], (_, enqueue) => enqueue(job, { note }, { after }));

async function until(isSo: () => boolean, ms = 60_000): Promise<void> {
  for (const end = Date.now() + ms; !isSo() && Date.now() < end; ) await sleep(20);
  expect(isSo()).toBe(true);
}

const jobsNoting = (note: string) =>
  asOwner<{ id: string; state: string }>(
    `select id::text, state::text from queue.job where data->>'note' = '${note}' and name not like '%.dead'`,
  );

const notes = () => ran.map(({ note }) => note);
let tenant: TestTenant;
let worker: Worker;

beforeAll(async () => {
  await closeBoss();
  worker = await startWorker({ jobs: [job, single] });
  tenant = await makeTenant();
});
afterAll(async () => {
  await worker.close(1_000);
  await closeBoss();
});

describe("jobs", () => {
  it("exist when their transaction commits and not otherwise, and run as their tenant", async () => {
    const failing = transactionWithJobs(tenant.ctx, [job], async (_, enqueue) => {
      await enqueue(job, { note: "rolled back" });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await send(tenant, "committed");
    await until(() => notes().includes("committed"));
    expect(notes()).not.toContain("rolled back");
    expect(ran[0]).toEqual({ tenantId: tenant.ctx.tenantId, note: "committed", attempt: 1, isLast: false });
  });

  it("must be named before the transaction", async () => {
    const attempt = transactionWithJobs(tenant.ctx, [job], (_, enqueue) => enqueue(stranger, { note: "x" }));
    await expect(attempt).rejects.toThrow(/not named/);
  });

  it("of a later version are left alone by earlier code, and those of an earlier one are read by later code", async () => {
    const seen: string[] = [];
    const handler = (code: string) => async () => ({
      run: async (_: unknown, payload: object) => {
        seen.push(`${code} ${JSON.stringify(payload)}`);
      },
      giveUp: async () => undefined,
    });
    const name = "testing.versioned";
    const first = defineJob({
      name,
      settings,
      payload: z.object({ from: z.string() }),
      load: handler("first"),
    });
    const second = defineJob({
      name,
      version: 2,
      settings,
      payload: z.object({ from: z.string(), to: z.string() }),
      earlier: { 1: z.object({ from: z.string() }).transform(({ from }) => ({ from, to: "all" })) },
      load: handler("second"),
    });
    const sendBoth = (from: string) =>
      transactionWithJobs(tenant.ctx, [first, second], async (_, enqueue) => {
        await enqueue(second, { from, to: "you" });
        await enqueue(first, { from });
      });
    const earlier = await startWorker({ jobs: [first] });
    await sendBoth("me");
    await until(() => seen.length > 0);
    await sleep(500);
    expect(seen).toEqual(['first {"from":"me"}']);
    await earlier.close(1_000);
    const later = await startWorker({ jobs: [second] });
    await sendBoth("us");
    await until(() => seen.length === 4);
    await later.close(1_000);
    expect(seen.slice(1).sort()).toEqual([
      'second {"from":"me","to":"you"}',
      'second {"from":"us","to":"all"}',
      'second {"from":"us","to":"you"}',
    ]);
  });

  it("wake an idle worker", async () => {
    const woken: string[] = [];
    onTestFinished(onWake((queue) => woken.push(queue)));
    await send(tenant, "wake up");
    await until(() => notes().includes("wake up"));
    expect(woken).toContain(job.name);
  });

  it("run again after an error, and are given up once when every attempt failed", async () => {
    work = async (note) => {
      if (note.startsWith("fails")) throw new Error("again");
    };
    await send(tenant, "fails");
    await until(() => givenUp.includes("fails"));
    expect(ran.filter(({ note }) => note === "fails")).toMatchObject([
      { attempt: 1, isLast: false },
      { attempt: 2, isLast: true },
    ]);
    await sleep(300);
    expect(givenUp).toEqual(["fails"]);
    const counts = async () => {
      const { values } = await metrics().jobs.get();
      const own = values.filter(({ labels }) => labels.job === job.name);
      return Object.fromEntries(own.map(({ labels, value }) => [labels.outcome, value]));
    };
    await expect.poll(counts).toEqual({ done: ran.length - 2, failed: 2, given_up: 1 });
  });

  it("of one tenant leave room for another's", async () => {
    const other = await makeTenant();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    work = async (note) => {
      if (note.startsWith("held")) await held;
    };
    for (let i = 0; i < 5; i += 1) await send(tenant, `held ${i}`);
    await until(() => notes().includes("held 0"));
    await send(other, "quick");
    await until(() => notes().includes("quick"));
    expect(notes().filter((note) => note.startsWith("held"))).toEqual(["held 0"]);
    release();
    await until(() => notes().includes("held 4"));
  });

  it("that were cancelled are stopped and not run again", async () => {
    let isStopped = false;
    work = (_, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          isStopped = true;
          resolve();
        });
      });
    await send(tenant, "cancelled");
    await until(() => notes().includes("cancelled"));
    const [row] = await jobsNoting("cancelled");
    await (await openBoss()).boss.cancel(job.name, row?.id ?? "");
    await until(() => isStopped);
    await sleep(300);
    expect(await jobsNoting("cancelled")).toMatchObject([{ state: "cancelled" }]);
    expect(notes().filter((note) => note === "cancelled")).toHaveLength(1);
    work = async () => undefined;
  });

  it("of one key wait once, also when sent while one runs", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    work = () => held;
    const sendKeyed = (note: string, key: string) =>
      transactionWithJobs(tenant.ctx, [single], (_, enqueue) => enqueue(single, { note }, { key }));
    await sendKeyed("first", "a");
    await until(() => notes().includes("first"));
    await sendKeyed("second", "a");
    await sendKeyed("third", "a");
    await sendKeyed("of another key", "b");
    release();
    await until(() => notes().includes("of another key"));
    expect(notes().filter((note) => note === "second" || note === "third")).toEqual(["second"]);
    work = async () => undefined;
  });

  it("that are done are kept while they are among the newest", async () => {
    for (const note of ["old", "newer", "newest"]) {
      await send(tenant, note);
      await expect.poll(() => jobsNoting(note)).toMatchObject([{ state: "completed" }]);
    }
    await deleteOldJobs({ done: 2, failed: 0 });
    expect(await jobsNoting("old")).toEqual([]);
    expect(await jobsNoting("newest")).toMatchObject([{ state: "completed" }]);
    expect(await jobsNoting("cancelled")).toEqual([]);
  });

  it("are found by one look when due, and when their worker is gone", async () => {
    const lonely = { ...job, name: "testing.lonely" };
    const nobody = { due: [], hasLost: false };
    expect(await readQueueStats([lonely.name])).toEqual(nobody);
    await transactionWithJobs(tenant.ctx, [lonely], (_, enqueue) => enqueue(lonely, { note: "lonely" }));
    expect(await readQueueStats([lonely.name])).toEqual({ due: [lonely.name], hasLost: false });
    await (await openBoss()).boss.fetch(lonely.name);
    expect(await readQueueStats([lonely.name])).toEqual(nobody);
    await asOwner(
      "update queue.job set heartbeat_on = now() - interval '11 seconds' where name = 'testing.lonely'",
    );
    expect(await readQueueStats([lonely.name])).toEqual({ due: [], hasLost: true });
  });

  it("can wait for their time", async () => {
    work = async () => undefined;
    await send(tenant, "tomorrow", new Date(Date.now() + 86_400_000));
    await sleep(300);
    expect(notes()).not.toContain("tomorrow");
    const rows = await asOwner<{ state: string }>(
      "select state::text from queue.job where data->>'note' = 'tomorrow'",
    );
    expect(rows).toEqual([{ state: "created" }]);
  });

  it("hold ids only: nothing of a document stands in the queue's tables", async () => {
    const rows = await asOwner<{ keys: string }>(
      "select distinct jsonb_object_keys(data::jsonb) as keys from queue.job where name like 'knowledge.%'",
    );
    const allowed = ["tenantId", "ingestionId", "revision", "sourceId", "chatbotId"];
    expect(rows.map(({ keys }) => keys).filter((key) => !allowed.includes(key))).toEqual([]);
  });
});
