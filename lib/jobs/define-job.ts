import type { z } from "zod";
import type { Context } from "#lib/context/context.ts";

export type JobRun = {
  /** Aborts when the process drains or the job exceeds its time limit. */
  signal: AbortSignal;
  /** From 1. */
  attempt: number;
  isLastAttempt: boolean;
};

export type JobHandler<P> = {
  /** Throws to be retried. Returns when nothing is left to do, including after a permanent failure. */
  run(ctx: Context, payload: P, run: JobRun): Promise<void>;
  /** Called once after the last attempt, whether it failed with an error or its process died. */
  giveUp(ctx: Context, payload: P): Promise<void>;
  /** Retries failed work with a new job. Without it, the failed job itself is enqueued again. */
  again?(ctx: Context, payload: P): Promise<void>;
  /** Cancels the work behind the job. Without it, jobs of this kind cannot be canceled. */
  cancel?(ctx: Context, payload: P): Promise<void>;
};

export type JobSettings = {
  /** Attempts after the first one. */
  retries: number;
  /** Delay before the first retry, in seconds. It doubles each time, up to 5 minutes. */
  retrySeconds: number;
  /** Longest run, in seconds. */
  expireSeconds: number;
  /** Concurrent jobs in one process, and how many of them may belong to one tenant. */
  concurrency: number;
  concurrencyPerTenant: number;
  /** At most one job per key waits; others sent in the meantime are dropped as redundant. */
  isOneQueuedPerKey?: boolean;
};

type Kind<P extends object> = {
  /** `module.verb-noun` */
  name: string;
  payload: z.ZodType<P>;
  settings: JobSettings;
  /** Loads the handler for the first run, so that a process that only enqueues never loads it. */
  load(): Promise<JobHandler<P>>;
};

/** A kind of job and its queue. Payloads hold only ids, since the queue's tables have no tenant isolation. */
export type Job<P extends object> = Kind<P> & {
  /** The same work for payloads of earlier versions, each with its own queue. */
  earlier: Job<P>[];
};

// biome-ignore lint/suspicious/noExplicitAny: jobs have different payloads, each parsed by its own schema
export type AnyJob = Job<any>;

type Versions<P extends object> = {
  /**
   * Raise it when the payload changes. New jobs then go to a separate queue, `NAME.v2`, which code of an
   * earlier release does not read.
   */
  version?: number;
  /** Converts payloads of earlier versions; needed while their queues may still hold jobs. */
  earlier?: Record<number, z.ZodType<P>>;
};

export function defineJob<P extends object>(job: Kind<P> & Versions<P>): Job<P> {
  const { version = 1, earlier = {}, ...kind } = job;
  const before = Object.entries(earlier).map(([number, payload]) => ({
    ...kind,
    name: queueOf(kind.name, Number(number)),
    payload,
    earlier: [],
  }));
  return { ...kind, name: queueOf(kind.name, version), earlier: before };
}

const queueOf = (name: string, version: number) => (version === 1 ? name : `${name}.v${version}`);

/** These jobs and their earlier versions: every queue that this code can process. */
export function acceptEarlierVersion(jobs: AnyJob[]): AnyJob[] {
  return jobs.flatMap((job) => [job, ...job.earlier]);
}
