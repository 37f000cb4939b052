import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "#bench/table.ts";
import type { Cluster, Main } from "../cluster.ts";
import { flush } from "../faults.ts";
import type { RoomCrowd } from "./room-crowd.ts";
import type { RoomJournal } from "./room-journal.ts";

type Load = { perSecond: number; allMs: number };
type Step = () => Promise<void> | void;

/** How long messages take to reach everybody in every state of Redis, and how much longer than with it. */
export async function phasesOfRooms(
  { services, mains, sockets }: Cluster,
  crowd: RoomCrowd,
  journal: RoomJournal,
  { perSecond, allMs }: Load,
) {
  const redis = services?.redis;
  if (!redis) throw new Error("There is no Redis.");
  const signal = (name: NodeJS.Signals) => {
    for (const pid of redis.pids()) process.kill(pid, name);
  };
  const nothing = () => undefined;
  const phases: [state: string, begin: Step, end: Step][] = [
    ["up", nothing, nothing],
    ["stopped", () => redis.end("SIGTERM"), () => redis.start()],
    ["frozen", () => signal("SIGSTOP"), () => signal("SIGCONT")],
    ["flushed", () => flush(redis), nothing],
    ["up again", nothing, nothing],
  ];
  const rows: Record<string, string | number>[] = [];
  let usual: number[] | null = null;
  for (const [state, begin, end] of phases) {
    journal.faults.push({ at: performance.now(), fault: `Redis ${state}` });
    const from = journal.said.length;
    const flow = crowd.talk(perSecond, allMs / phases.length);
    await sleep(500);
    await begin();
    await flow;
    await crowd.settled();
    await end();
    await Promise.all([...mains, ...sockets].map(untilRedisAnswers));
    const delays = delaysOf(journal, from);
    usual ??= delays;
    rows.push({
      Redis: state,
      messages: journal.said.length - from,
      deliveries: delays.length,
      "p50, ms": percentile(delays, 0.5).toFixed(0),
      p95: percentile(delays, 0.95).toFixed(0),
      worst: Math.max(...delays).toFixed(0),
      "added at p50": (percentile(delays, 0.5) - percentile(usual, 0.5)).toFixed(0),
      "at p95": (percentile(delays, 0.95) - percentile(usual, 0.95)).toFixed(0),
    });
  }
  return rows;
}

/** A process asks again after up to four seconds. */
async function untilRedisAnswers({ app }: Main): Promise<void> {
  for (let isUp = false; !isUp; await sleep(100)) {
    const response = await fetch(`${app.url}/api/health`);
    const { checks } = (await response.json()) as { checks: { redis: { status: string } } };
    isUp = checks.redis.status === "ok";
  }
}

/** From when a message was sent until each reader had it, for the messages since the `from`th. */
function delaysOf({ said, readers }: RoomJournal, from: number): number[] {
  const sent = new Map(
    said.slice(from).map(({ code, participantId, id, saidAt }) => [`${code} ${participantId} ${id}`, saidAt]),
  );
  return readers.flatMap(({ code, heard }) =>
    heard.flatMap(({ at, message }) => {
      const saidAt = message && sent.get(`${code} ${message.participant_id} ${message.client_id}`);
      return saidAt ? [at - saidAt] : [];
    }),
  );
}
