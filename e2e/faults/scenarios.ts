import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { phasesOfAlerts, startWebhook, type Webhook } from "./alert-phases.ts";
import { check, type Report, readConversations } from "./check.ts";
import { type Cluster, startCluster, startMonolith } from "./cluster.ts";
import { faultsWithoutWorkers, inject } from "./faults.ts";
import { type Journal, newJournal } from "./journal.ts";
import { type Random, seededRandom } from "./random.ts";
import { phasesOfRedis } from "./redis-phases.ts";
import { dispatchEach, phasesOfRoles } from "./role-phases.ts";
import { Traffic } from "./traffic.ts";

export type Options = { seed: number; minutes: number; rounds: number };
export type Outcome = {
  scenario: string;
  seed: number;
  seconds: number;
  faults: string;
  memory: string;
  report: Report;
  violations: { promise: string; what: string }[];
  notes: Record<string, string | number>[];
};

type Bench = {
  cluster: Cluster;
  journal: Journal;
  random: Random;
  traffic: Traffic;
  notes: Outcome["notes"];
};
type Scenario = {
  start: () => Promise<Cluster>;
  cuts?: number;
  run: (bench: Bench, options: Options) => Promise<void>;
};

const words = (random: Random) => ({
  words: 20 + random.integer(60),
  delayMs: 5 + random.integer(35),
});

export const scenarios: Record<string, Scenario> = {
  /** kill -9 of the only process, on the embedded database, at random tokens. */
  monolith: { start: startMonolith, run: killRounds },
  /** kill -9 of one of two, at random tokens. */
  mains: { start: () => startCluster({ mains: 2, tenants: 5 }), run: killRounds },
  /** Postgres restarted every 5 to 10 seconds for two minutes, and killed once, under 20 turns a second. */
  postgres: {
    start: () => startCluster({ mains: 2, tenants: 5 }),
    async run({ cluster, journal, random, traffic }, { minutes }) {
      const flow = traffic.flow(20, minutes * 60_000, () => ({ words: 40, delayMs: 20 }));
      let isOver = false;
      void flow.finally(() => {
        isOver = true;
      });
      for (let times = 1; !isOver; times += 1) {
        await Promise.race([flow, sleep(random.between(5_000, 10_000))]);
        if (!isOver)
          await inject(times === 4 ? "Postgres killed" : "Postgres restarted", cluster, journal, random);
      }
    },
  },
  /** Redis stopped, killed, frozen and flushed under load, with the limits tried in each state. */
  redis: {
    start: () => startCluster({ mains: 2, tenants: 5, env: { RATE_LIMIT_SCALE: "1" } }),
    async run({ cluster, journal, traffic, notes }) {
      notes.push(...(await phasesOfRedis(cluster, journal, traffic)));
    },
  },
  /** Workers killed, ended and paused past their lease under load, while dispatch switches back and forth. */
  workers: {
    start: () => startCluster({ mains: 2, workers: 2, tenants: 5 }),
    async run({ cluster, journal, random, traffic }, { minutes }) {
      await dispatchEach("queued");
      let isOver = false;
      const flow = traffic.flow(10, minutes * 60_000, () => words(random));
      void flow.finally(() => {
        isOver = true;
      });
      const names = ["worker killed", "worker ended", "worker paused past its lease"] as const;
      const modes = ["queued", "auto", "queued", "direct"] as const;
      for (let times = 0; !isOver; times += 1) {
        await Promise.race([flow, sleep(random.between(2_000, 6_000))]);
        await dispatchEach(modes[times % modes.length] ?? "queued");
        await inject(names[times % names.length] ?? "worker killed", cluster, journal, random);
      }
    },
  },
  /** Every process restarted in turn, workers gone and back, dispatch and roles switched, all under load. */
  roles: {
    start: () => startCluster({ mains: 2, workers: 2, tenants: 5 }),
    async run({ cluster, journal, traffic, notes }) {
      notes.push(...(await phasesOfRoles(cluster, journal, traffic)));
    },
  },
  /** Redis, Postgres and the worker unavailable for a while, with an endpoint that receives the alerts. */
  alerts: alerts(),
  /** All of it mixed, with connections that are cut and a model that breaks off. */
  chaos: {
    start: () => startCluster({ mains: 2, tenants: 5 }),
    cuts: 0.15,
    async run({ cluster, journal, random, traffic }, { minutes }) {
      const names = faultsWithoutWorkers;
      const until = performance.now() + minutes * 60_000;
      const flow = traffic.flow(8, minutes * 60_000, () => ({
        ...words(random),
        fault: random.chance(0.05) ? random.pick(["reset", "eof", "stall", "errorChunk", "status"]) : "none",
      }));
      const under = new Set<Promise<void>>();
      while (performance.now() < until) {
        await sleep(random.between(2_000, 8_000));
        const fault = inject(random.pick(names), cluster, journal, random);
        under.add(fault);
        void fault.finally(() => under.delete(fault)).catch(() => undefined);
        // Two at once and no more, or nothing would ever be up.
        if (under.size > 1) await Promise.race(under);
      }
      await Promise.all([flow, ...under]);
    },
  },
  /** Each fault once, but for the one that takes most of a minute to be noticed. */
  smoke: {
    start: () => startCluster({ mains: 2, tenants: 3 }),
    cuts: 0.15,
    async run({ cluster, journal, random, traffic }) {
      const names = faultsWithoutWorkers;
      let isOver = false;
      const flow = (async () => {
        while (!isOver) await traffic.flow(5, 1_000, () => words(random));
      })();
      // The longest one runs alongside the others, which leave the processes alone.
      const slow = inject("main paused past its lease", cluster, journal, random);
      const beside = names.filter((one) => !one.startsWith("main ") && one !== "Postgres unreachable");
      for (const name of beside) {
        await inject(name, cluster, journal, random);
        await sleep(1_000);
      }
      await slow;
      for (const name of ["main killed", "main ended", "main paused"] as const) {
        await inject(name, cluster, journal, random);
        await sleep(1_000);
      }
      isOver = true;
      await flow;
    },
  },
};

function alerts(): Scenario {
  let webhook: Webhook | undefined;
  return {
    async start() {
      webhook = await startWebhook();
      return startCluster({ mains: 1, workers: 1, tenants: 3, env: { ALERT_WEBHOOK_URL: webhook.url } });
    },
    async run({ cluster, journal, traffic, notes }) {
      if (webhook) notes.push(...(await phasesOfAlerts(cluster, webhook, journal, traffic)));
      await webhook?.close();
    },
  };
}

/** At a random token of an answer the process is killed; then everybody's answer is waited for. */
async function killRounds({ cluster, journal, random, traffic }: Bench, { rounds }: Options): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const wish = { words: 60, delayMs: 25 };
    const under = Array.from({ length: 6 }, () => traffic.ask(wish));
    const token = 1 + random.integer(wish.words);
    const spoken = () =>
      Math.max(...under.map(({ asked }) => (asked.shown?.text ? asked.shown.text.split(" ").length : 0)));
    while (spoken() < token) await sleep(2);
    await inject("main killed", cluster, journal, random);
    await Promise.all(under.map(({ ended }) => ended));
  }
}

export async function runScenario(name: string, options: Options): Promise<Outcome> {
  const scenario = scenarios[name] as Scenario;
  const random = seededRandom(options.seed);
  const journal = newJournal();
  const cluster = await scenario.start();
  const started = performance.now();
  try {
    const run = `${name}${options.seed}`;
    const traffic = new Traffic(cluster, journal, random, { run, cuts: scenario.cuts });
    const before = memory(cluster);
    const notes: Outcome["notes"] = [];
    await scenario.run({ cluster, journal, random, traffic, notes }, options);
    await traffic.settled();
    for (const main of cluster.mains) await main.started();
    const stored = await readConversations(cluster, journal);
    const after = memory(cluster);
    await cluster.settle();
    const { report, violations } = await check(journal, stored, cluster.model.requests);
    const counted = Map.groupBy(journal.faults, ({ fault }) => fault);
    return {
      scenario: name,
      seed: options.seed,
      seconds: Math.round((performance.now() - started) / 1_000),
      faults: [...counted].map(([fault, all]) => `${fault} ${all.length}`).join(", "),
      memory: `${before} before, ${after} after`,
      report,
      violations,
      notes,
    };
  } finally {
    await cluster.close();
  }
}

/** What the processes hold in memory, by /proc. */
function memory({ mains }: Cluster): string {
  return mains
    .map(({ app }) => {
      const status = readFileSync(`/proc/${app.pid}/status`, "utf8");
      return `${Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024)} MB`;
    })
    .join(" and ");
}
