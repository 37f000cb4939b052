import { PgBoss } from "pg-boss";
import { listenAsQueue } from "#db/listen.ts";
import { runAsQueue } from "#db/queue-client.ts";
import { QUEUE_SCHEMA } from "#db/queue-schema.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import type { AnyJob } from "./define-job.ts";

/** A job without a heartbeat for this long counts as lost at the next check of any worker. */
const HEARTBEAT_SECONDS = 10;
/** Workers that supervise within this interval do it once. */
const SUPERVISE_SECONDS = 2;
const SELDOM_SECONDS = 3_600;
/** A scheduled sync may wait this long in the queue. */
const RETENTION_SECONDS = 40 * 86_400;
/** Upper limit; workers delete older jobs sooner and keep only the newest. */
const KEEP_DONE_SECONDS = 7 * 86_400;
const RETRY_MAX_SECONDS = 300;

const NO_JOB = "00000000-0000-0000-0000-000000000000";

type Wake = (queue: string) => void;
export type Opened = { boss: PgBoss; isWorking: boolean; known: Map<string, Promise<void>> };
type Holder = { opening: Promise<Opened> | null; wakes: Set<Wake> };

const holder = () => singleton("jobs.boss", (): Holder => ({ opening: null, wakes: new Set() }));

/** Opens the job queue once per process: pg-boss on the app's own database (decision 010). */
export function openBoss(isWorking = false): Promise<Opened> {
  const held = holder();
  held.opening ??= open(isWorking, held.wakes).catch((error: unknown) => {
    held.opening = null;
    throw error;
  });
  return held.opening;
}

async function open(isWorking: boolean, wakes: Set<Wake>): Promise<Opened> {
  const boss = new PgBoss({
    schema: QUEUE_SCHEMA,
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    // We use neither dependent jobs nor changing queues, so pg-boss rarely needs to poll for them.
    flowIntervalSeconds: SELDOM_SECONDS,
    queueCacheIntervalSeconds: SELDOM_SECONDS,
    useListenNotify: isWorking,
    db: {
      executeSql: async (text, values) => ({ rows: await runAsQueue(text, values) }),
      async listen(channel, onNotification, onReconnect) {
        const wake = (queue: string) => {
          for (const one of wakes) one(queue);
          onNotification(queue);
        };
        const listening = await listenAsQueue(channel, wake, onReconnect);
        return {
          async close() {
            await listening?.close();
          },
        };
      },
    },
  });
  boss.on("error", (error) => log().warn(errorFields(error), "job queue"));
  await boss.start();
  return { boss, isWorking, known: new Map() };
}

/** Creates a job's missing queues; checked once per process. */
export async function ensureQueue(
  { boss, known }: Opened,
  { name, settings }: Pick<AnyJob, "name" | "settings">,
): Promise<void> {
  const make = async () => {
    const dead = deadLetterOf(name);
    await boss.createQueue(dead, { retryLimit: 5, retryDelay: 5, retryBackoff: true });
    await boss.createQueue(name, {
      policy: settings.isOneQueuedPerKey ? "short" : "standard",
      notify: true,
      deadLetter: dead,
      retryLimit: settings.retries,
      retryDelay: settings.retrySeconds,
      retryBackoff: true,
      retryDelayMax: RETRY_MAX_SECONDS,
      expireInSeconds: settings.expireSeconds,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      retentionSeconds: RETENTION_SECONDS,
      deleteAfterSeconds: KEEP_DONE_SECONDS,
    });
    // pg-boss looks up an unknown queue on a connection of its own, and a transaction that sends to that
    // queue would wait for it. Searching for any job makes pg-boss cache the queue first.
    for (const queue of [name, dead]) await boss.findJobs(queue, { id: NO_JOB });
  };
  const made = known.get(name) ?? make();
  known.set(name, made);
  await made.catch((error: unknown) => {
    known.delete(name);
    throw error;
  });
}

export const deadLetterOf = (name: string) => `${name}.dead`;

/** Calls `wake` when any process enqueues a job. @returns a function that unsubscribes */
export function onWake(wake: Wake): () => void {
  const { wakes } = holder();
  wakes.add(wake);
  return () => void wakes.delete(wake);
}

/** Makes the workers of this process fetch from a queue immediately, before their next poll. */
export function wakeQueue(name: string): void {
  for (const wake of holder().wakes) wake(name);
}

/** Closes the queue. Close the worker first. */
export async function closeBoss(): Promise<void> {
  const held = holder();
  const opened = await held.opening?.catch(() => null);
  held.opening = null;
  await opened?.boss.stop({ graceful: false });
}
