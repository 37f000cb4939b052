import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "#bench/table.ts";
import { closeStorage } from "#db/storage.ts";
import { sealOperator } from "#lib/context/seal.ts";
import type { DispatchMode } from "#lib/instance/schema.ts";
import { updateInstance } from "#lib/instance/update-instance.ts";
import type { Cluster, Main } from "./cluster.ts";
import type { Journal } from "./journal.ts";
import type { Traffic } from "./traffic.ts";

const PER_SECOND = 10;
const wish = () => ({ words: 40, delayMs: 25 });
/** A change is known everywhere within this time. */
export const KNOWN_MS = 4_500;

/** Sets who answers, past the doors, and keeps no connection. */
export async function dispatchEach(dispatch: DispatchMode): Promise<void> {
  await updateInstance(sealOperator(), { dispatch });
  await closeStorage();
}

/** What people see of each change of the processes, and how long those take to go. */
export async function phasesOfRoles(cluster: Cluster, journal: Journal, traffic: Traffic) {
  const { mains, workers } = cluster;
  const rows: Record<string, string | number>[] = [];
  const phase = async (what: string, change: () => Promise<number[]>) => {
    journal.faults.push({ at: performance.now(), fault: what });
    const from = journal.asked.length;
    let isOver = false;
    const flow = (async () => {
      while (!isOver) await traffic.flow(PER_SECOND, 1_000, wish);
    })();
    const exits = await change();
    await sleep(1_000);
    isOver = true;
    await flow;
    await traffic.settled();
    const asked = journal.asked.slice(from);
    const took = asked.flatMap(({ invokedAt, firstTokenAt }) =>
      firstTokenAt === null ? [] : [firstTokenAt - invokedAt],
    );
    rows.push({
      phase: what,
      turns: asked.length,
      complete: asked.filter(({ shown }) => shown?.turn?.state === "complete").length,
      "asked again": asked.filter(({ refusals }) => refusals.length > 0).length,
      "first token p50, ms": percentile(took, 0.5).toFixed(0),
      p95: percentile(took, 0.95).toFixed(0),
      worst: Math.max(...took).toFixed(0),
      "SIGTERM to exit, s": exits.map((ms) => (ms / 1_000).toFixed(1)).join(" "),
    });
  };
  const rolling = async () => {
    const exits: number[] = [];
    for (const one of [...mains, ...workers]) {
      exits.push(await one.terminate());
      await one.started();
    }
    return exits;
  };
  const become = async (who: Main[], SERVICE_TYPE: string) => {
    const exits: number[] = [];
    for (const one of who) {
      exits.push(await one.hold());
      await one.resume({ SERVICE_TYPE });
    }
    return exits;
  };
  const none = async () => [] as number[];
  const dispatch = async (mode: DispatchMode) => {
    await dispatchEach(mode);
    await sleep(KNOWN_MS);
    return none();
  };
  await phase("direct", none);
  await phase("direct: each of four restarted", rolling);
  await phase("switched to queued", () => dispatch("queued"));
  await phase("queued: each of four restarted", rolling);
  await phase("queued: no worker for 5 s", async () => {
    const exits = await Promise.all(workers.map((worker) => worker.hold()));
    await sleep(5_000);
    await workers[0]?.resume();
    return exits;
  });
  await phase("queued: one worker", none);
  await workers[1]?.resume();
  await phase("switched to auto", () => dispatch("auto"));
  await phase("mains become monoliths", () => become(mains, "monolith"));
  await phase("and mains again", () => become(mains, "main"));
  await phase("switched to direct", () => dispatch("direct"));
  return rows;
}
