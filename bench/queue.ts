import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { startServices } from "#testing/postgres/services.ts";
import { strongSecrets } from "#testing/strong-secrets.ts";
import { appLogin } from "./app-login.ts";
import type { BenchOptions } from "./main.ts";
import { percentile, print } from "./table.ts";

/** What all processes of an instance must have alike. */
const SECRETS = strongSecrets();

const JOBS = 10_000;
const ROUNDS = 3;
const WAKES = 60;
const IDLE_MS = 60_000;
const SETTLE_MS = 10_000;
const TENANTS = 50;

type Message = { done?: number; ready?: boolean; number?: number; at?: number };

/**
 * No-op jobs a second of one worker and of two, compared with pg-boss alone on the same database; wake-up
 * latency of an idle worker; queries of an idle worker. The part `idle` measures the last alone.
 */
export async function run({ json, parts }: BenchOptions): Promise<void> {
  const services = await startServices();
  try {
    const login = await appLogin(services.databaseUrl);
    const owner = login.DATABASE_MIGRATION_URL ?? "";
    Object.assign(process.env, login, { LOG_LEVEL: "silent", REDIS_URL: "" });
    if (!parts.includes("idle")) {
      print(await throughput(owner), json);
      if (!json) process.stdout.write("\n");
      print([await wakeUps()], json);
      if (!json) process.stdout.write("\n");
    }
    print([await idle(owner)], json);
  } finally {
    const { closeBoss } = await import("#lib/jobs/boss.ts");
    const { closeStorage } = await import("#db/storage.ts");
    await closeBoss();
    await closeStorage();
    await services.stop();
  }
}

async function startWorkers(file: string, count: number, env: Record<string, string> = {}) {
  const workers = Array.from({ length: count }, () => fork(file, { env: { ...process.env, ...env } }));
  await Promise.all(workers.map((worker) => once(worker, "message")));
  return workers;
}

async function stop(workers: ChildProcess[]): Promise<void> {
  await Promise.all(
    workers.map(async (worker) => {
      const gone = once(worker, "exit");
      worker.disconnect();
      await gone;
    }),
  );
}

/** @returns seconds until the workers have finished `count` jobs */
async function secondsToDo(workers: ChildProcess[], jobs: number): Promise<number> {
  const done = new Map<ChildProcess, number>();
  const started = performance.now();
  await new Promise<void>((resolve) => {
    for (const worker of workers)
      worker.on("message", ({ done: count }: Message) => {
        if (count !== undefined) done.set(worker, count);
        if ([...done.values()].reduce((sum, n) => sum + n, 0) >= jobs) resolve();
      });
  });
  return (performance.now() - started) / 1_000;
}

async function throughput(owner: string) {
  const bare = new PgBoss({ connectionString: owner, schema: "bare" });
  bare.on("error", (error) => process.stderr.write(`${error}\n`));
  await bare.start();
  await bare.createQueue("count", { notify: true });
  const rates = new Map<string, number[]>();
  const names = (count: number) => [`pg-boss alone, ${count}`, `Parley, ${count}`] as const;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const count of [1, 2]) {
      const [alone, parley] = names(count);
      for (const [name, fill, file, env] of [
        [alone, () => fillBare(bare), "bench/queue/bare-worker.ts", { BARE_URL: owner }],
        [parley, fillParley, "bench/queue/worker.ts", {}],
      ] as const) {
        await fill();
        const starting = startWorkers(file, count, env);
        const workers = await starting;
        const seconds = await secondsToDo(workers, JOBS);
        rates.set(name, [...(rates.get(name) ?? []), JOBS / seconds]);
        await stop(workers);
      }
    }
  }
  await bare.stop();
  const median = (name: string) => percentile(rates.get(name) ?? [], 0.5);
  return [1, 2].flatMap((count) => {
    const [alone, parley] = names(count);
    return [alone, parley].map((name) => ({
      workers: name,
      jobs: JOBS,
      "a second, median of three": median(name).toFixed(0),
      least: Math.min(...(rates.get(name) ?? [])).toFixed(0),
      most: Math.max(...(rates.get(name) ?? [])).toFixed(0),
      "of pg-boss alone, %": ((100 * median(name)) / median(alone)).toFixed(0),
    }));
  });
}

async function fillBare(bare: PgBoss): Promise<void> {
  for (let at = 0; at < JOBS; at += 1_000)
    await bare.insert(
      "count",
      Array.from({ length: 1_000 }, (_, i) => ({ data: { number: at + i } })),
    );
}

async function fillParley(): Promise<void> {
  const { ensureQueue, openBoss } = await import("#lib/jobs/boss.ts");
  const { newId } = await import("#lib/core/ids.ts");
  const { countJob } = await import("./queue/jobs.ts");
  const opened = await openBoss();
  await ensureQueue(opened, countJob);
  const tenants = Array.from({ length: TENANTS }, () => newId("ten"));
  for (let at = 0; at < JOBS; at += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, i) => {
      const tenantId = tenants[i % TENANTS] ?? "";
      return { data: { tenantId, number: at + i }, group: { id: tenantId } };
    });
    await opened.boss.insert(countJob.name, rows);
  }
}

async function wakeUps() {
  const { makeTenant } = await import("#testing/postgres/tenant.ts");
  const { transactionWithJobs } = await import("#lib/jobs/transaction-with-jobs.ts");
  const { tellJob } = await import("./queue/jobs.ts");
  const { ctx } = await makeTenant("Bench");
  const workers = await startWorkers("bench/queue/worker.ts", 1);
  await sleep(2_000);
  const took: number[] = [];
  for (let number = 0; number < WAKES; number += 1) {
    const reply = once(workers[0] as ChildProcess, "message") as Promise<[Message]>;
    await transactionWithJobs(ctx, [tellJob], (_, enqueue) => enqueue(tellJob, { number }));
    const committed = Date.now();
    const [{ at = 0 }] = await reply;
    took.push(Math.max(0, at - committed));
    await sleep(200);
  }
  await stop(workers);
  return {
    "an idle worker starts a job": `${WAKES} jobs`,
    "after, ms p50": percentile(took, 0.5),
    p95: percentile(took, 0.95),
    worst: Math.max(...took),
  };
}

/**
 * By the database's statistics, minus what it counts with no clients: its own maintenance is off where it
 * can be.
 */
async function idle(owner: string) {
  const { closeBoss } = await import("#lib/jobs/boss.ts");
  const { closeStorage } = await import("#db/storage.ts");
  const { freePort } = await import("./processes.ts");
  await closeBoss();
  await closeStorage();
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  await client.query("alter system set autovacuum = off");
  await client.query("select pg_reload_conf()");
  const transactions = async () => {
    await client.query("select pg_stat_clear_snapshot()");
    const { rows } = await client.query(
      "select xact_commit + xact_rollback as n from pg_stat_database where datname = current_database()",
    );
    return Number(rows[0]?.n);
  };
  const aSecond = async () => {
    // What was asked before is counted late.
    await sleep(SETTLE_MS);
    const before = await transactions();
    const started = performance.now();
    await sleep(IDLE_MS);
    return ((await transactions()) - before) / ((performance.now() - started) / 1_000);
  };
  const nobody = await aSecond();
  const port = await freePort();
  const child = spawn(process.execPath, ["server.ts", "--bundle"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      SERVICE_TYPE: "worker",
      HOST: "127.0.0.1",
      PORT: String(port),
      ...SECRETS,
    },
  });
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await fetch(`http://127.0.0.1:${port}/api/health/live`).catch(() => null))?.ok) break;
    await sleep(100);
  }
  const worker = await aSecond();
  await client.end();
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
  return {
    "transactions per second": `over ${IDLE_MS / 1_000} s`,
    "no worker": nobody.toFixed(2),
    "added by an idle worker": (worker - nobody).toFixed(2),
  };
}
