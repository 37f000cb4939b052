import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { pinSelf } from "./host.ts";
import type { BenchOptions } from "./main.ts";
import { buildOnce, runScript, startFloor, startParley } from "./processes.ts";
import { capacity } from "./streams/capacity.ts";
import { countFunctions } from "./streams/database.ts";
import { floorCalls, parleyCalls } from "./streams/load.ts";
import { memory } from "./streams/memory.ts";
import { startModelProcess } from "./streams/model.ts";
import { type Bench, OTHER_CORE, type Row, type Subject, warmUp } from "./streams/subject.ts";
import type { BenchTenant } from "./streams/tenants.ts";
import { turnLog } from "./streams/turn-log.ts";
import { print } from "./table.ts";

const TENANTS = 50;

const PARTS = ["memory", "capacity", "log"] as const;
type Part = (typeof PARTS)[number];

/**
 * Concurrent streams on one process, compared with a bare Next route with `streamText`: memory of each of
 * 1,000 slow ones; how many a core carries at 25 tokens per second; what their log costs the database.
 */
export async function run({ json, parts }: BenchOptions): Promise<void> {
  const unknown = parts.find((part) => !PARTS.some((known) => known === part));
  if (unknown) throw new Error(`streams has no part ${unknown}. Its parts are ${PARTS.join(", ")}.`);
  const isWanted = (part: Part) => parts.length === 0 || parts.includes(part);
  await pinSelf(OTHER_CORE);
  await buildOnce(".");
  await buildOnce("bench/floor");
  const model = await startModelProcess();
  const services = await startServices();
  const bench: Bench = { model, problems: [] };
  try {
    const database = await appLogin(services.databaseUrl);
    const settings = {
      OPENAI_EMBEDDING_MODEL: "bench-embedding",
      REDIS_URL: services.redisUrl,
      ...database,
    };
    const owner = database.DATABASE_MIGRATION_URL ?? "";
    await countFunctions(owner);
    const seeding = { OPENAI_BASE_URL: model.baseUrl, TENANTS: String(TENANTS), ...settings };
    const tenants = JSON.parse(await runScript("bench/streams/tenants.ts", seeding)) as BenchTenant[];
    const floor = async (): Promise<Subject> => {
      const running = await startFloor(model.baseUrl);
      return { name: "bare Next + AI SDK (floor)", running, calls: floorCalls(running.url) };
    };
    const parley = async (): Promise<Subject> => {
      const running = await startParley(model.baseUrl, settings);
      return { name: "Parley, Postgres 17", running, calls: parleyCalls(running.url, tenants) };
    };
    const measured = async (start: () => Promise<Subject>, measure: (subject: Subject) => Promise<Row[]>) => {
      const subject = await start();
      try {
        await warmUp(bench, subject);
        return await measure(subject);
      } finally {
        await subject.running.stop();
      }
    };
    if (isWanted("memory")) {
      const rows = [];
      for (const start of [floor, parley]) rows.push(...(await measured(start, (one) => memory(bench, one))));
      print(rows, json);
    }
    if (isWanted("capacity")) {
      const rows = [];
      for (const start of [floor, parley])
        rows.push(...(await measured(start, (one) => capacity(bench, one))));
      print(rows, json);
    }
    if (isWanted("log")) print(await measured(parley, (one) => turnLog(bench, one, owner)), json);
  } finally {
    await services.stop();
    await model.stop();
  }
  for (const problem of new Set(bench.problems)) process.stderr.write(`${problem}\n`);
  if (bench.problems.length > 0) process.exitCode = 1;
}
