import { setTimeout as sleep } from "node:timers/promises";
import type { OwnServer } from "#testing/postgres/services.ts";
import type { Cluster } from "./cluster.ts";
import type { Journal } from "./journal.ts";
import type { Random } from "./random.ts";

/** Longer than a turn may be silent before it is taken for dead. */
const PAST_THE_LEASE_MS = 20_000;

type Fault = (cluster: Cluster, random: Random) => Promise<void>;

/**
 * Ways in which a process, the database or Redis fails and recovers; each resolves on recovery.
 * Unreachable: what is sent during it is silently lost, and the connections never recover.
 */
const faults = {
  "main killed": async ({ mains }, random) => {
    const main = random.pick(mains);
    await main.kill();
    await main.started();
  },
  "main ended": async ({ mains }, random) => {
    const main = random.pick(mains);
    await main.terminate();
    await main.started();
  },
  "main paused": async ({ mains }, random) => random.pick(mains).pause(random.between(500, 4_000)),
  "main paused past its lease": async ({ mains }, random) => random.pick(mains).pause(PAST_THE_LEASE_MS),
  "worker killed": async ({ workers }, random) => {
    const worker = random.pick(workers);
    await worker.kill();
    await worker.started();
  },
  "worker ended": async ({ workers }, random) => {
    const worker = random.pick(workers);
    await worker.terminate();
    await worker.started();
  },
  "worker paused past its lease": async ({ workers }, random) =>
    random.pick(workers).pause(PAST_THE_LEASE_MS),
  "Postgres restarted": ({ services }) => bringBack(services?.postgres, "SIGINT"),
  "Postgres killed": ({ services }) => bringBack(services?.postgres, "SIGKILL"),
  "Postgres hung": ({ services }, random) => freeze(services?.postgres, random.between(500, 4_000)),
  "Postgres unreachable": async ({ toPostgres }, random) => {
    await toPostgres?.be("silent");
    await sleep(random.between(500, 4_000));
    await toPostgres?.be("pass");
  },
  "Redis stopped": ({ services }, random) => bringBack(services?.redis, "SIGTERM", random.between(0, 4_000)),
  "Redis killed": ({ services }, random) => bringBack(services?.redis, "SIGKILL", random.between(0, 4_000)),
  "Redis frozen": ({ services }, random) => freeze(services?.redis, random.between(500, 8_000)),
  "Redis flushed": ({ services }) => flush(services?.redis),
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

/** Those that can befall a cluster without workers. */
export const faultsWithoutWorkers = (Object.keys(faults) as FaultName[]).filter(
  (name) => !name.startsWith("worker "),
);

/** Does it, and writes down when. */
export async function inject(
  name: FaultName,
  cluster: Cluster,
  journal: Journal,
  random: Random,
): Promise<void> {
  journal.faults.push({ at: performance.now(), fault: name });
  await (faults[name] as Fault)(cluster, random);
}

async function bringBack(server: OwnServer | undefined, signal: NodeJS.Signals, awayMs = 0): Promise<void> {
  await server?.end(signal);
  await sleep(awayMs);
  await server?.start();
}

async function freeze(server: OwnServer | undefined, milliseconds: number): Promise<void> {
  const pids = server?.pids() ?? [];
  for (const pid of pids) signalled(pid, "SIGSTOP");
  await sleep(milliseconds);
  for (const pid of pids) signalled(pid, "SIGCONT");
}

/** A child of a server may have ended since it was listed. */
function signalled(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export async function flush(server: OwnServer | undefined): Promise<void> {
  if (!server) return;
  const { createClient } = await import("@redis/client");
  const client = createClient({ url: server.url });
  client.on("error", () => undefined);
  await client.connect();
  await client.sendCommand(["FLUSHALL"]);
  client.destroy();
}
