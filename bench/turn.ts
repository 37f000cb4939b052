import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { pinSelf } from "./host.ts";
import type { BenchOptions } from "./main.ts";
import { buildOnce, runScript, startFloor, startParley } from "./processes.ts";
import { MODEL } from "./retrieve/plant-corpus.ts";
import { floorCalls, parleyCalls } from "./streams/load.ts";
import { startModelProcess } from "./streams/model.ts";
import { type Bench, OTHER_CORE, type Row, type Subject, warmUp } from "./streams/subject.ts";
import { print } from "./table.ts";
import { measureTurns, modelFirstToken } from "./turn/measure.ts";
import type { TurnTenant } from "./turn/tenants.ts";

const TENANTS = 50;
const CHUNKS = 10_000;
const EMBEDDED = "embedded";
const AT_ONCE = [1, 10, 100, 250, 500];
const EMBEDDED_AT_ONCE = [1, 10];

/**
 * The whole `POST /api/chat` at several concurrencies, compared with a bare Next route with `streamText` in
 * the same run: what each adds to the model's own first token, and processor time of a 50-token turn.
 * Parts: `embedded` (PGlite, memory, the demo's knowledge), or a concurrency.
 */
export async function run({ json, parts }: BenchOptions): Promise<void> {
  const isEmbedded = parts.includes(EMBEDDED);
  const counts = parts.filter((part) => part !== EMBEDDED).map(Number);
  if (counts.some((count) => !Number.isInteger(count) || count < 1))
    throw new Error(`turn has no part ${parts.join(" ")}. Its parts are ${EMBEDDED}, or how many at once.`);
  const atOnce = counts.length > 0 ? counts : isEmbedded ? EMBEDDED_AT_ONCE : AT_ONCE;
  await pinSelf(OTHER_CORE);
  await buildOnce(".");
  await buildOnce("bench/floor");
  const model = await startModelProcess();
  const services = await startServices();
  const bench: Bench = { model, problems: [] };
  try {
    const settings = isEmbedded
      ? { OPENAI_EMBEDDING_MODEL: MODEL }
      : {
          OPENAI_EMBEDDING_MODEL: MODEL,
          REDIS_URL: services.redisUrl,
          ...(await appLogin(services.databaseUrl)),
        };
    const seeding = { OPENAI_BASE_URL: model.baseUrl, TENANTS: String(TENANTS), CHUNKS: String(CHUNKS) };
    const tenants = isEmbedded
      ? []
      : (JSON.parse(await runScript("bench/turn/tenants.ts", { ...seeding, ...settings })) as TurnTenant[]);
    const subjects = [
      async (): Promise<Subject> => {
        const running = await startFloor(model.baseUrl);
        return { name: "bare Next + AI SDK (floor)", running, calls: floorCalls(running.url) };
      },
      async (): Promise<Subject> => {
        const running = await startParley(model.baseUrl, settings);
        const demo = { chatbot: "support", apiKey: running.apiKey, questions: [] };
        const calls = parleyCalls(running.url, isEmbedded ? [demo] : tenants);
        return { name: isEmbedded ? "Parley, embedded" : "Parley, Postgres 17 + Redis", running, calls };
      },
    ];
    const own = await modelFirstToken(model);
    const rows: Row[] = [];
    for (const start of subjects) {
      const subject = await start();
      try {
        await warmUp(bench, subject);
        for (const count of atOnce) rows.push(await measureTurns(bench, subject, count, own));
      } finally {
        await subject.running.stop();
      }
    }
    print(rows, json);
  } finally {
    await services.stop();
    await model.stop();
  }
  for (const problem of new Set(bench.problems)) process.stderr.write(`${problem}\n`);
  if (bench.problems.length > 0) process.exitCode = 1;
}
