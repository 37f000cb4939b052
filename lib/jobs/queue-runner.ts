import type { PgBoss } from "pg-boss";
import { runLeaseAsQueue } from "#db/queue-client.ts";
import { errorFields, log } from "#lib/core/log.ts";
import type { ClaimedJob } from "./run-job.ts";

/** Well below a job's heartbeat limit. A canceled job stops within this time. */
const TOUCH_EVERY_MS = 1_500;
const SETTLE_TRIES = 6;
const SETTLE_PAUSE_MS = 250;

/** Leases are renewed on connections of their own, so that they wait for no other query. */
const leaseStatements = {
  executeSql: async (text: string, values?: unknown[]) => ({ rows: await runLeaseAsQueue(text, values) }),
};

type Fetched = Omit<ClaimedJob, "signal"> & { groupId?: string | null };
type Active = { job: Fetched; stop: AbortController; ended: Promise<void> };

export type RunnerSettings = {
  queue: string;
  /** Concurrent jobs in this process, and how many of them may belong to one tenant. */
  concurrency: number;
  concurrencyPerTenant: number;
  run(job: ClaimedJob): Promise<void>;
};

/**
 * Runs the jobs of one queue in this process. It fetches as many as there is room for from pg-boss in one
 * batch, and reports ended jobs in batches too.
 */
export class QueueRunner {
  readonly #boss: PgBoss;
  readonly #settings: RunnerSettings;
  readonly #active = new Map<string, Active>();
  #done: Fetched[] = [];
  #settling: Promise<void> = Promise.resolve();
  #isLooking = false;
  #looking: Promise<void> = Promise.resolve();
  #isDue = false;
  #mayHaveMore = false;
  #isClosed = false;
  #beat: NodeJS.Timeout | null = null;

  constructor(boss: PgBoss, settings: RunnerSettings) {
    this.#boss = boss;
    this.#settings = settings;
  }

  get running(): number {
    return this.#active.size;
  }

  /** Fetches jobs immediately. Never throws; jobs it could not fetch are found at the next poll. */
  look(): Promise<void> {
    this.#isDue = true;
    if (!this.#isLooking) {
      this.#isLooking = true;
      this.#looking = this.#lookWhileDue();
    }
    return this.#looking;
  }

  async #lookWhileDue(): Promise<void> {
    try {
      while (this.#isDue && !this.#isClosed) {
        this.#isDue = false;
        await this.#fetch();
      }
    } catch (error) {
      log().warn({ job: this.#settings.queue, ...errorFields(error) }, "fetching jobs failed");
    } finally {
      this.#isLooking = false;
    }
  }

  /** Stops fetching; running jobs continue. */
  close(): void {
    this.#isClosed = true;
  }

  get isIdle(): boolean {
    return this.#active.size === 0 && this.#done.length === 0 && !this.#isLooking;
  }

  /** Settles when no job is running or being fetched, and every result is stored. */
  async idle(): Promise<void> {
    while (!this.isIdle) {
      await this.#looking;
      await Promise.all([...this.#active.values()].map(({ ended }) => ended));
      await this.#settling;
    }
  }

  /** Aborts running jobs and releases them, so that another process runs them again. */
  async handBack(): Promise<void> {
    this.close();
    await this.#looking;
    const jobs = [...this.#active.values()];
    for (const { stop } of jobs) stop.abort();
    if (jobs.length > 0)
      await this.#boss.fail(this.#settings.queue, jobs.map(({ job }) => job) as never, {
        message: "The process ended.",
      });
  }

  async #fetch(): Promise<void> {
    for (;;) {
      const { batchSize, ignoreGroups } = this.#room();
      this.#mayHaveMore = batchSize === 0 || ignoreGroups.length > 0;
      if (batchSize === 0 || this.#isClosed) return;
      const options = { batchSize, ignoreGroups, includeMetadata: true } as const;
      const jobs = (await this.#boss.fetch<object>(this.#settings.queue, options)) as Fetched[];
      for (const job of jobs) this.#start(job);
      if (jobs.length < batchSize) return;
    }
  }

  /** A batch may be all one tenant, so it must fit into the remaining room of every tenant not ignored. */
  #room(): { batchSize: number; ignoreGroups: string[] } {
    const { concurrency, concurrencyPerTenant } = this.#settings;
    const ignoreGroups: string[] = [];
    let batchSize = Math.min(concurrency - this.#active.size, concurrencyPerTenant);
    const running = Map.groupBy(this.#active.values(), ({ job }) => job.groupId ?? "");
    for (const [group, { length }] of running) {
      const left = concurrencyPerTenant - length;
      if (left <= 0) ignoreGroups.push(group);
      else batchSize = Math.min(batchSize, left);
    }
    return { batchSize: Math.max(0, batchSize), ignoreGroups };
  }

  #start(job: Fetched): void {
    const stop = new AbortController();
    const ended = this.#settings
      .run({ ...job, signal: stop.signal })
      .then(
        () => this.#settle(job),
        (error: unknown) => this.#refuse(job, error),
      )
      .finally(() => {
        this.#active.delete(job.id);
        if (this.#mayHaveMore) void this.look();
      });
    this.#active.set(job.id, { job, stop, ended });
    this.#beat ??= setInterval(() => void this.#touch(), TOUCH_EVERY_MS).unref();
  }

  /** Reports it in one batch with other jobs that end in the same moment. */
  #settle(job: Fetched): void {
    this.#done.push(job);
    if (this.#done.length > 1) return;
    const before = this.#settling;
    this.#settling = new Promise((resolve) => {
      setImmediate(async () => {
        await before;
        const jobs = this.#done;
        this.#done = [];
        await this.#tell(() => this.#boss.complete(this.#settings.queue, jobs as never));
        resolve();
      });
    });
  }

  async #refuse(job: Fetched, error: unknown): Promise<void> {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: "" };
    await this.#tell(() => this.#boss.fail(this.#settings.queue, [job] as never, { name, message }));
  }

  /** A job whose end cannot be reported is run again when its heartbeat expires. */
  async #tell(say: () => Promise<unknown>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await say();
        return;
      } catch (error) {
        if (tries < SETTLE_TRIES)
          await new Promise((resolve) => setTimeout(resolve, SETTLE_PAUSE_MS * tries));
        else {
          log().warn({ job: this.#settings.queue, ...errorFields(error) }, "storing job results failed");
          return;
        }
      }
    }
  }

  /** Sends heartbeats, and stops jobs this process has lost: canceled, timed out or considered dead. */
  async #touch(): Promise<void> {
    const jobs = [...this.#active.values()];
    if (jobs.length === 0) {
      if (this.#beat) clearInterval(this.#beat);
      this.#beat = null;
      return;
    }
    try {
      const held = jobs.map(({ job }) => job) as never;
      const answer = await this.#boss.touch(this.#settings.queue, held, { db: leaseStatements });
      const { settled = [] } = answer as { settled?: string[] | null };
      const kept = new Set(settled ?? []);
      for (const { job, stop } of jobs) if (!kept.has(job.id)) stop.abort();
    } catch (error) {
      log().warn({ job: this.#settings.queue, ...errorFields(error) }, "extending job leases failed");
    }
  }
}
