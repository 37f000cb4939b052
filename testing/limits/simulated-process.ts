import { FairSemaphore } from "#db/fair-semaphore.ts";
import { NO_LOAD } from "#lib/limits/starts/start-limit.ts";
import type { StartSlots } from "#lib/limits/starts/start-slots.ts";

/**
 * Roughly the work of a turn on the reference machine, which answers 40 a second: a start in steps that wait
 * for the database in between, then a stream.
 */
const START = { steps: 10, cpuMs: 1.5, databaseMs: 3 };
const STREAM = { steps: 20, cpuMs: 0.5, everyMs: 100 };
const CONNECTIONS = 10;
const CONNECT_WITHIN_MS = 10_000;
const REFUSAL_CPU_MS = 0.6;
const OBSERVED_EVERY_MS = 250;
const SAMPLE_MS = 10;

/** Turns a second that a simulated process answers on a processor of its own. */
export const CAPACITY = 1_000 / (START.steps * START.cpuMs + STREAM.steps * STREAM.cpuMs);

/** How long a start takes on an idle machine. */
export const IDLE_MS = START.steps * (START.cpuMs + START.databaseMs);

/** What became of a simulated question; milliseconds since it was asked. */
export type Asked = { tenant: string; at: number; isAnswered: boolean; firstTokenMs: number };
type Machine = {
  /** The share of a processor that this process gets. */
  processor: number;
  /** How much longer the database takes because of other processes. */
  databaseFactor: number;
};
type Task = { cpuMs: number; done: () => void };

/**
 * A process with one event loop, a database and real start slots, in simulated time: what it does depends on
 * no machine. Needs fake timers, `performance` among them.
 */
export class SimulatedProcess {
  readonly asked: Asked[] = [];
  machine: Machine;
  readonly #slots: StartSlots;
  readonly #connections = new FairSemaphore(CONNECTIONS, CONNECT_WITHIN_MS);
  #ready: Task[] = [];
  #count = 0;
  #isBusy = false;
  #idleSince = 0;
  #sampledAt = 0;
  /** Timers have whole milliseconds. */
  #owedMs = 0;
  #window = { active: 0, cpu: 0, delays: 0, samples: 0, since: 0 };

  constructor(slots: StartSlots, machine: Partial<Machine> = {}) {
    this.#slots = slots;
    this.machine = { processor: 1, databaseFactor: 1, ...machine };
    this.#idleSince = this.#sampledAt = this.#window.since = performance.now();
    slots.observe(NO_LOAD);
    setInterval(() => this.#observe(), OBSERVED_EVERY_MS);
  }

  /** Asks a question and follows it until its start has ended. */
  async ask(tenant: string): Promise<Asked> {
    const at = performance.now();
    this.#count += 1;
    const id = `${tenant}/${this.#count}`;
    const grant = await this.#slots.enter(id, tenant, { hasBody: () => true });
    if (grant) {
      for (let step = 0; step < START.steps; step += 1) {
        await this.#compute(START.cpuMs);
        await this.#query(tenant);
      }
      this.#slots.run(id);
      void this.#stream(id);
    } else await this.#compute(REFUSAL_CPU_MS);
    const asked = { tenant, at, isAnswered: grant !== null, firstTokenMs: performance.now() - at };
    this.asked.push(asked);
    return asked;
  }

  /** The least time in which this machine can start a number of turns. */
  leastMs(starts: number): number {
    const { processor, databaseFactor } = this.machine;
    const oneMs = START.steps * (START.cpuMs / processor + START.databaseMs * databaseFactor);
    return (starts * START.steps * START.cpuMs) / processor + oneMs;
  }

  /** Asks at a fixed rate, whether or not earlier questions are answered. */
  async askAtRate(tenantOf: (number: number) => string, perSecond: number, ms: number): Promise<void> {
    const start = performance.now();
    for (let number = 0; number < (perSecond * ms) / 1_000; number += 1) {
      await sleep(start + (number * 1_000) / perSecond - performance.now());
      void this.ask(tenantOf(number));
    }
  }

  /** A person who asks, reads and asks again. */
  async askInTurn(tenant: string, ms: number): Promise<void> {
    for (const until = performance.now() + ms; performance.now() < until; ) {
      await this.ask(tenant);
      await sleep(STREAM.steps * STREAM.everyMs);
    }
  }

  async #query(tenant: string): Promise<void> {
    await this.#connections.acquire(tenant);
    await sleep(START.databaseMs * this.machine.databaseFactor);
    this.#connections.release();
  }

  async #stream(id: string): Promise<void> {
    for (let step = 0; step < STREAM.steps; step += 1) {
      await sleep(STREAM.everyMs);
      await this.#compute(STREAM.cpuMs);
    }
    this.#slots.end(id);
  }

  /** Waits for its place in the next pass of the event loop, and until that has ended. */
  #compute(cpuMs: number): Promise<void> {
    return new Promise((done) => {
      this.#ready.push({ cpuMs, done });
      if (!this.#isBusy) this.#pass();
    });
  }

  #pass(): void {
    const tasks = this.#ready.splice(0);
    const start = performance.now();
    if (!this.#isBusy) this.#sampleIdle(start);
    this.#isBusy = true;
    const cpuMs = tasks.reduce((sum, task) => sum + task.cpuMs, 0);
    this.#owedMs += cpuMs / this.machine.processor;
    const ms = Math.floor(this.#owedMs);
    this.#owedMs -= ms;
    const end = () => {
      const now = performance.now();
      this.#window.active += now - start;
      this.#window.cpu += cpuMs;
      if (now - this.#sampledAt >= SAMPLE_MS) {
        this.#window.delays += now - this.#sampledAt - SAMPLE_MS;
        this.#window.samples += 1;
        this.#sampledAt = now;
      }
      for (const task of tasks) task.done();
      setImmediate(() => {
        if (this.#ready.length > 0) return this.#pass();
        this.#isBusy = false;
        this.#idleSince = now;
      });
    };
    if (ms > 0) setTimeout(end, ms);
    else setImmediate(end);
  }

  /** While the loop was idle, each sample was on time. */
  #sampleIdle(now: number): void {
    const samples = Math.max(0, Math.floor((now - Math.max(this.#idleSince, this.#sampledAt)) / SAMPLE_MS));
    this.#window.samples += samples;
    this.#sampledAt += samples * SAMPLE_MS;
  }

  #observe(): void {
    const now = performance.now();
    if (!this.#isBusy) this.#sampleIdle(now);
    const { active, cpu, delays, samples, since } = this.#window;
    this.#window = { active: 0, cpu: 0, delays: 0, samples: 0, since: now };
    this.#slots.observe({
      loopDelayMs: samples === 0 ? OBSERVED_EVERY_MS : delays / samples,
      utilization: Math.min(1, active / (now - since)),
      cpu: Math.min(1, cpu / (now - since)),
      connectionWaitMs: this.#connections.takeLongestWait(),
    });
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
