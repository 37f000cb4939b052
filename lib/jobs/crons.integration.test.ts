import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { asOwner } from "#testing/postgres/owner.ts";
import { closeBoss, ensureQueue, openBoss, wakeQueue } from "./boss.ts";
import { type Cron, defineCron, scheduleCrons } from "./cron.ts";
import { drainQueue } from "./drain-queue.ts";
import { startWorker, type Worker } from "./start-worker.ts";

const MINUTE = 60_000;
const ran: string[] = [];
let work: () => Promise<void> = async () => undefined;
const everyMinute = (name: string, timeZone = "Europe/Berlin"): Cron =>
  defineCron({
    name,
    at: "* * * * *",
    timeZone,
    expireSeconds: 60,
    async run() {
      ran.push(name);
      await work();
    },
  });
const often = everyMinute("testing.every-minute");
const other = everyMinute("testing.every-minute-too");
const drained = everyMinute("testing.drained");

type JobRow = { state: string; at: number };
const jobsOf = ({ name }: Cron) =>
  asOwner<JobRow>(
    "select state::text, (1000 * extract(epoch from start_after))::float8 as at from queue.job where name = $1 order by start_after",
    [name],
  );
const times = ({ name }: Cron) => ran.filter((one) => one === name).length;

async function until(isSo: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  for (const end = Date.now() + ms; !(await isSo()) && Date.now() < end; ) await sleep(50);
  expect(await isSo()).toBe(true);
}

let worker: Worker;
beforeAll(async () => {
  await closeBoss();
  worker = await startWorker({ jobs: [], crons: [often, other] });
});
afterAll(async () => {
  await worker.close(1_000);
  await closeBoss();
});

it("a worker has the next time of each cron in the queue, once, however many ask for it together", async () => {
  const opened = await openBoss(true);
  const at = new Date();
  await Promise.all(Array.from({ length: 20 }, () => scheduleCrons(opened, [often, other], at)));
  for (const cron of [often, other]) {
    const starts = (await jobsOf(cron)).map(({ at }) => at);
    expect(starts.length).toBeGreaterThan(0);
    expect(new Set(starts).size).toBe(starts.length);
    expect(starts.length).toBeLessThanOrEqual(2);
    expect(starts.every((start) => start % MINUTE === 0)).toBe(true);
  }
});

it("what was due while nobody worked is done once, and once only", async () => {
  const opened = await openBoss(true);
  const before = times(often);
  const longAgo = new Date(Date.now() - 3 * 86_400_000);
  await Promise.all(Array.from({ length: 10 }, () => scheduleCrons(opened, [often], longAgo)));
  wakeQueue(often.name);
  await until(() => times(often) > before);
  const due = (Math.floor(longAgo.getTime() / MINUTE) + 1) * MINUTE;
  const jobsDue = async () => (await jobsOf(often)).filter((job) => job.at === due);
  await until(async () => (await jobsDue()).some((job) => job.state === "completed"));
  await Promise.all(Array.from({ length: 10 }, () => scheduleCrons(opened, [often], longAgo)));
  await sleep(1_000);
  expect(await jobsDue()).toHaveLength(1);
  expect(times(often) - before).toBeLessThanOrEqual(2);
});

it("one that fails is put back, and its next time comes all the same", async () => {
  const opened = await openBoss(true);
  work = async () => {
    throw new Error("not now");
  };
  const at = new Date(Date.now() - 86_400_000);
  await scheduleCrons(opened, [other], at);
  wakeQueue(other.name);
  await until(async () => (await jobsOf(other)).some((job) => job.state === "retry"));
  work = async () => undefined;
  await scheduleCrons(opened, [other]);
  const waiting = (await jobsOf(other)).filter((job) => job.state === "created" && job.at > Date.now());
  expect(waiting.length).toBeGreaterThan(0);
});

it("hosts without a worker do what is due when they work the queue off", async () => {
  const opened = await openBoss(true);
  await ensureQueue(opened, drained);
  await scheduleCrons(opened, [drained], new Date(Date.now() - 10 * MINUTE));
  expect(await drainQueue({ jobs: [], crons: [drained] }, new Date(Date.now() + 10_000))).toEqual({
    done: 1,
    failed: 0,
  });
  expect(times(drained)).toBe(1);
  expect((await jobsOf(drained)).some((job) => job.state === "created")).toBe(true);
});
