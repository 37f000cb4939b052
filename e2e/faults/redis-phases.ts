import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "#bench/table.ts";
import type { Cluster } from "./cluster.ts";
import { flush } from "./faults.ts";
import type { Journal } from "./journal.ts";
import type { Traffic } from "./traffic.ts";

const PHASE_MS = 15_000;
const PER_SECOND = 10;
/** A visitor may ask so often a minute. */
const ALLOWED = 60;

/**
 * First tokens under load in every state of Redis; in each, a visitor asks both processes in turn, more
 * often than allowed.
 */
export async function phasesOfRedis(cluster: Cluster, journal: Journal, traffic: Traffic) {
  const redis = cluster.services?.redis;
  if (!redis) throw new Error("There is no Redis.");
  const signal = (name: NodeJS.Signals) => {
    for (const pid of redis.pids()) process.kill(pid, name);
  };
  const rows: Record<string, string | number>[] = [];
  const phase = async (state: string, begin: () => Promise<void> | void, end: () => Promise<void> | void) => {
    if (state !== "up") journal.faults.push({ at: performance.now(), fault: `Redis ${state}` });
    const from = journal.asked.length;
    const flow = traffic.flow(PER_SECOND, PHASE_MS, () => ({ words: 30, delayMs: 10 }));
    await sleep(1_000);
    await begin();
    await sleep(1_000);
    const [limited, health] = await Promise.all([tryLimit(cluster), readHealth(cluster)]);
    await flow;
    await end();
    await traffic.settled();
    const took = journal.asked
      .slice(from)
      .flatMap(({ invokedAt, firstTokenAt }) => (firstTokenAt === null ? [] : [firstTokenAt - invokedAt]));
    rows.push({
      Redis: state,
      turns: took.length,
      "first token p50, ms": percentile(took, 0.5).toFixed(0),
      p95: percentile(took, 0.95).toFixed(0),
      worst: Math.max(...took).toFixed(0),
      health,
      [`of ${ALLOWED + 40} of one visitor`]: limited,
    });
  };
  const nothing = () => undefined;
  await traffic.flow(PER_SECOND, 5_000, () => ({ words: 30, delayMs: 10 }));
  await phase("up", nothing, nothing);
  await phase(
    "stopped",
    () => redis.end("SIGTERM"),
    () => redis.start(),
  );
  await phase(
    "killed",
    () => redis.end("SIGKILL"),
    () => redis.start(),
  );
  await phase(
    "frozen",
    () => signal("SIGSTOP"),
    () => signal("SIGCONT"),
  );
  await phase("flushed", () => flush(redis), nothing);
  await phase("up again", nothing, nothing);
  return rows;
}

async function readHealth(cluster: Cluster): Promise<string> {
  const response = await fetch(`${cluster.url()}/api/health`);
  const { status, checks } = (await response.json()) as {
    status: string;
    checks: { redis: { status: string } };
  };
  return `${status}, redis ${checks.redis.status}`;
}

/** A visitor's questions, quickly, one after another; those that come through cost a call of the model. */
async function tryLimit(cluster: Cluster): Promise<string> {
  const [tenant] = cluster.tenants;
  const handle = tenant?.handle ?? "";
  const entered = await fetch(`${cluster.url()}/api/conversations?chatbot=${handle}`);
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const started = performance.now();
  const statuses: number[] = [];
  let slowest = 0;
  for (let i = 0; i < ALLOWED + 40; i += 1) {
    const asked = performance.now();
    const url = cluster.url();
    const response = await fetch(`${url}/api/chat`, {
      method: "POST",
      headers: { cookie, "content-type": "application/json", origin: url },
      body: JSON.stringify({
        id: `limit-${i}`,
        chatbot: handle,
        message: {
          id: `l-${i}`,
          role: "user",
          parts: [{ type: "text", text: "How many may I ask?" }],
        },
      }),
    });
    statuses.push(response.status);
    if (response.status === 429) slowest = Math.max(slowest, performance.now() - asked);
    await response.arrayBuffer();
  }
  const seconds = (performance.now() - started) / 1_000;
  const passed = statuses.filter((status) => status === 200).length;
  const refused = statuses.filter((status) => status === 429).length;
  const due = Math.ceil(ALLOWED + seconds * (ALLOWED / 60));
  const verdict = passed <= due && refused > 0 ? "held" : "NOT HELD";
  return `${passed} passed, ${refused} refused (slowest ${slowest.toFixed(0)} ms), at most ${due} due: ${verdict}`;
}
