import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "#bench/table.ts";
import { type FaultyProxy, startFaultyProxy } from "#testing/postgres/faulty-proxy.ts";
import { type Main, startCluster } from "../cluster.ts";
import { type Random, seededRandom } from "../random.ts";
import { checkRooms } from "./check-rooms.ts";
import { phasesOfRooms } from "./redis-phases-of-rooms.ts";
import { RoomCrowd, withLog } from "./room-crowd.ts";
import type { RoomJournal } from "./room-journal.ts";
import { cutsOf, type RoomDoors } from "./room-reader.ts";

const PER_SECOND = 12;
/** The share of connections that are cut at random. */
const CUTS = 0.3;
/** The rest of the time is for the faults of Redis. */
const SHARE_OF_KILLS = 0.6;

/** A process behind a proxy, which can cut all its connections. */
type Front = { main: Main; proxy: FaultyProxy; hasPages: boolean };

/**
 * Thirty people talk in four rooms at two mains and a process for sockets, which are killed, stopped and
 * frozen while connections are cut; then Redis fails in three ways.
 */
export async function runRooms({ seed, minutes }: { seed: number; minutes: number }) {
  const random = seededRandom(seed);
  const journal: RoomJournal = { said: [], readers: [], faults: [] };
  const cluster = await startCluster({ mains: 2, sockets: 1, tenants: 1 });
  const fronts: Front[] = [];
  const started = performance.now();
  try {
    for (const main of cluster.mains) fronts.push(await openFront(main, true));
    for (const main of cluster.sockets) fronts.push(await openFront(main, false));
    const crowd = new RoomCrowd(journal, doorsOf(fronts, random), random);
    await crowd.gather(cluster.url(), cluster.tenants[0]?.apiKey ?? "");
    const killMs = minutes * 60_000 * SHARE_OF_KILLS;
    let isOver = false;
    const talk = crowd.talk(PER_SECOND, killMs).finally(() => {
      isOver = true;
    });
    await Promise.all([talk, endProcesses(), cutConnections()]);
    await crowd.settled();
    const phaseMs = minutes * 60_000 * (1 - SHARE_OF_KILLS);
    const notes = await phasesOfRooms(cluster, crowd, journal, { perSecond: PER_SECOND, allMs: phaseMs });
    const stored = await crowd.stored();
    await crowd.leave();
    for (const { proxy } of fronts) await proxy.close();
    await cluster.settle();
    return {
      scenario: "rooms",
      seed,
      ...outcome(journal, started),
      ...report(journal, await withLog(stored)),
      notes,
    };

    async function endProcesses(): Promise<void> {
      while (!isOver) {
        await Promise.race([talk, sleep(random.between(1_000, 4_000))]);
        if (isOver) return;
        const { main, hasPages } = random.pick(fronts);
        const what = random.pick(["killed", "killed", "ended", "paused"] as const);
        journal.faults.push({ at: performance.now(), fault: `${hasPages ? "main" : "websocket"} ${what}` });
        if (what === "killed") await main.kill();
        else if (what === "ended") await main.terminate();
        else await main.pause(random.between(500, 4_000));
        await main.started();
      }
    }

    async function cutConnections(): Promise<void> {
      while (!isOver) {
        await Promise.race([talk, sleep(random.between(1_500, 5_000))]);
        if (isOver) return;
        const { proxy } = random.pick(fronts);
        journal.faults.push({ at: performance.now(), fault: "connections cut" });
        await proxy.be("refuse");
        await proxy.be("pass");
      }
    }
  } finally {
    await cluster.close();
  }
}

async function openFront(main: Main, hasPages: boolean): Promise<Front> {
  const { hostname: host, port } = new URL(main.app.url);
  return { main, hasPages, proxy: await startFaultyProxy({ host, port: Number(port) }) };
}

function doorsOf(fronts: Front[], random: Random): RoomDoors {
  const pick = (among: Front[]) => {
    const healthy = among.filter(({ main }) => main.isHealthy);
    const { proxy } = random.pick(healthy.length > 0 ? healthy : among);
    return `http://127.0.0.1:${proxy.port}`;
  };
  return {
    page: () => pick(fronts.filter(({ hasPages }) => hasPages)),
    socket: () => pick(fronts),
    cut: cutsOf(random, CUTS),
  };
}

function outcome({ faults }: RoomJournal, started: number) {
  const counted = Map.groupBy(faults, ({ fault }) => fault);
  return {
    seconds: Math.round((performance.now() - started) / 1_000),
    faults: [...counted].map(([fault, all]) => `${fault} ${all.length}`).join(", "),
  };
}

function report({ said, readers, faults }: RoomJournal, stored: Parameters<typeof checkRooms>[1]) {
  const { broken, violations } = checkRooms({ said, readers }, stored);
  const tally = [
    ...Map.groupBy(
      said.flatMap(({ refusals }) => refusals),
      (one) => one,
    ),
  ];
  const took = said.flatMap(({ saidAt, acknowledged }) => (acknowledged ? [acknowledged.at - saidAt] : []));
  const sum = (count: (reader: RoomJournal["readers"][number]) => number) =>
    readers.reduce((total, reader) => total + count(reader), 0);
  return {
    report: {
      people: readers.length,
      said: said.length,
      acknowledged: took.length,
      "sent again": said.filter(({ againAt }) => againAt !== null).length,
      refusals: tally.map(([what, all]) => `${what}: ${all.length}`).join(", ") || "none",
      delivered: sum(({ heard }) => heard.length),
      resumed: sum(({ resumed }) => resumed),
      toAcknowledgedMs: `p50 ${percentile(took, 0.5).toFixed(0)}, p95 ${percentile(took, 0.95).toFixed(0)}, worst ${Math.max(...took).toFixed(0)}`,
      ended: faults.filter(({ fault }) => fault.endsWith("killed")).length,
      broken,
    },
    violations,
  };
}
