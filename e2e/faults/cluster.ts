import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { appLogin } from "#bench/app-login.ts";
import { closeStorage } from "#db/storage.ts";
import { type AppServer, startApp } from "#e2e/fixtures/app-server.ts";
import { resetEnv } from "#lib/core/env.ts";
import { lastUserText, type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { type FaultyProxy, startFaultyProxy } from "#testing/postgres/faulty-proxy.ts";
import { type OwnServices, startOwnServices } from "#testing/postgres/services.ts";
import { answerTo } from "./asker.ts";
import { makeFaultTenants } from "./tenants.ts";

export type Tenant = { handle: string; apiKey: string };

export type Cluster = {
  readonly services: OwnServices | null;
  /** The proxy between the mains and Postgres. */
  readonly toPostgres: FaultyProxy | null;
  readonly model: ModelServer;
  readonly mains: Main[];
  readonly workers: Main[];
  /** Processes that serve sockets only. */
  readonly sockets: Main[];
  readonly tenants: Tenant[];
  /** A main that answers its health check, as a load balancer would pick one; any, where none does. */
  url(): string;
  /** Ends the processes and points this one at their storage, for the checker. `close` then ends the rest. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

const HEALTH_EVERY_MS = 500;
const HEALTH_TIMEOUT_MS = 1_000;

/** A supervised process of any role: unless `hold` is on, it restarts on its data and port when it ends. */
export class Main {
  app: AppServer;
  isHealthy = true;
  #options: Parameters<typeof startApp>[0];
  #starting: Promise<void> | null = null;
  #resume: () => void = () => {};
  #isClosed = false;
  #isGone = false;

  private constructor(app: AppServer, options: Parameters<typeof startApp>[0]) {
    this.app = app;
    this.#options = options;
    void this.#watch();
  }

  static async start(options: Parameters<typeof startApp>[0]): Promise<Main> {
    return new Main(await startApp(options), options);
  }

  /** kill -9, and up again. @returns when it is gone; `started` says when it is back. */
  async kill(): Promise<void> {
    await this.#starting;
    this.#mustBeUp();
    this.isHealthy = false;
    this.#isGone = true;
    await this.app.crash();
    this.#starting = this.#startAgain();
  }

  /** SIGTERM, and up again. @returns milliseconds until it had exited */
  async terminate(): Promise<number> {
    await this.#starting;
    this.#mustBeUp();
    this.isHealthy = false;
    const asked = performance.now();
    await this.app.stop("keep");
    const took = performance.now() - asked;
    this.#starting = this.#startAgain();
    return took;
  }

  /** SIGTERM, and down until `resume`. @returns milliseconds until it had exited */
  async hold(): Promise<number> {
    await this.#starting;
    this.#mustBeUp();
    this.isHealthy = false;
    let resume = () => {};
    this.#starting = new Promise((resolve) => {
      resume = resolve;
    });
    this.#resume = resume;
    const asked = performance.now();
    await this.app.stop("keep");
    return performance.now() - asked;
  }

  /** Up again after `hold`, with changed settings where some are given. */
  async resume(env: Record<string, string> = {}): Promise<void> {
    this.#options = { ...this.#options, env: { ...this.#options.env, ...env } };
    await this.#startAgain();
    this.#resume();
  }

  /** SIGSTOP for so long. */
  async pause(milliseconds: number): Promise<void> {
    await this.#starting;
    const { app } = this;
    this.#mustBeUp();
    process.kill(app.pid, "SIGSTOP");
    await sleep(milliseconds);
    // It may have been killed since: then the id is free, or another process has it.
    if (this.app === app && !this.#isGone) process.kill(app.pid, "SIGCONT");
  }

  /** No fault but `kill`, `terminate` and `hold` ends a process: one that has exited of itself has failed. */
  #mustBeUp(): void {
    if (this.app.isGone()) throw new Error(`A process exited of itself. It printed:\n${this.app.log()}`);
  }

  async started(): Promise<void> {
    await this.#starting;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#starting;
    this.#mustBeUp();
    await this.app.stop("keep");
  }

  /** As a supervisor does: it is tried again until it stays up, for the database may be away. */
  async #startAgain(): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        this.app = await startApp({ ...this.#options, after: this.app });
        break;
      } catch (error) {
        if (tries === 20) throw error;
        await sleep(500);
      }
    }
    this.#isGone = false;
    this.#starting = null;
    this.isHealthy = true;
  }

  async #watch(): Promise<void> {
    while (!this.#isClosed) {
      await sleep(HEALTH_EVERY_MS, undefined, { ref: false });
      if (this.#starting) continue;
      const { url } = this.app;
      const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
      const isHealthy = await fetch(`${url}/api/health`, { signal }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (!this.#starting) this.isHealthy = isHealthy;
    }
  }
}

/** Answers as the question requests: number of words, time between them, and where to break off. */
async function startFaultModel(): Promise<ModelServer> {
  const model = await startModelServer();
  model.script((body) => {
    const [, name = "", words = "1", delay = "0", fault = "none"] =
      lastUserText(body).match(/q-(\w+) (\d+) words, (\d+) ms, fault (\w+)/) ?? [];
    const half = Math.floor(Number(words) / 2);
    return {
      text: answerTo(name, Number(words)),
      chunkDelayMs: Number(delay),
      ...(fault !== "none" && { fault: faultOf(fault, half) }),
    };
  });
  return model;
}

function faultOf(name: string, afterChunks: number) {
  if (name === "reset" || name === "eof" || name === "stall") return { kind: name, afterChunks } as const;
  if (name === "errorChunk") return { kind: name, afterChunks } as const;
  return { kind: "status", status: 500 } as const;
}

/** One process with the embedded database, and nothing else. */
export async function startMonolith(): Promise<Cluster> {
  const model = await startFaultModel();
  const options = {
    mode: "server" as const,
    model: { baseUrl: model.baseUrl, api: "responses" as const },
    env: { OPENAI_EMBEDDING_MODEL: "test-embedding" },
  };
  const main = await Main.start(options);
  return {
    services: null,
    toPostgres: null,
    model,
    mains: [main],
    workers: [],
    sockets: [],
    tenants: [{ handle: "support", apiKey: main.app.apiKey }],
    url: () => main.app.url,
    async settle() {
      await main.close();
      delete process.env.DATABASE_URL;
      process.env.DATA_DIR = main.app.dataDir;
      resetEnv();
    },
    async close() {
      await model.close();
      await closeStorage();
      await rm(main.app.dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Several mains on their own Postgres and Redis, and several tenants with a chatbot each. With workers, the
 * mains do not work on the queue. With sockets, as many processes serve sockets alone.
 */
export async function startCluster({
  mains: count,
  workers: workerCount = 0,
  sockets: socketCount = 0,
  tenants: tenantCount,
  env = {},
}: {
  mains: number;
  workers?: number;
  sockets?: number;
  tenants: number;
  env?: Record<string, string>;
}): Promise<Cluster> {
  const [services, model] = await Promise.all([startOwnServices(), startFaultModel()]);
  const login = await appLogin(services.databaseUrl);
  const { hostname, port } = new URL(services.databaseUrl);
  const toPostgres = await startFaultyProxy({ host: hostname, port: Number(port) });
  const throughProxy = new URL(login.DATABASE_URL ?? "");
  throughProxy.port = String(toPostgres.port);
  const shared = {
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    USER_HASH_SECRET: randomBytes(32).toString("hex"),
    ENCRYPTION_KEY: randomBytes(32).toString("hex"),
    OPENAI_EMBEDDING_MODEL: "test-embedding",
    ...login,
    REDIS_URL: services.redisUrl,
    ...env,
  };
  const options = {
    mode: "server" as const,
    model: { baseUrl: model.baseUrl, api: "responses" as const },
    env: {
      ...shared,
      DATABASE_URL: throughProxy.toString(),
      ...(workerCount > 0 && { SERVICE_TYPE: "main" }),
    },
  };
  // The demo's knowledge is read by a worker.
  const workers = await Promise.all(
    Array.from({ length: workerCount }, () =>
      Main.start({ ...options, role: "worker", env: { ...options.env, SERVICE_TYPE: "worker" } }),
    ),
  );
  // One after the other: each start takes all of a core for a while.
  const mains: Main[] = [];
  while (mains.length < count) mains.push(await Main.start(options));
  const sockets: Main[] = [];
  while (sockets.length < socketCount)
    sockets.push(
      await Main.start({
        ...options,
        role: "websocket",
        env: { ...options.env, SERVICE_TYPE: "websocket" },
      }),
    );
  Object.assign(process.env, shared, { LOG_LEVEL: "silent", REDIS_URL: "" });
  resetEnv();
  const tenants = await makeFaultTenants(tenantCount);
  let next = 0;
  return {
    services,
    toPostgres,
    model,
    mains,
    workers,
    sockets,
    tenants,
    url() {
      next += 1;
      const healthy = mains.filter(({ isHealthy }) => isHealthy);
      const among = healthy.length > 0 ? healthy : mains;
      return among[next % among.length]?.app.url ?? "";
    },
    async settle() {
      await Promise.all([...mains, ...workers, ...sockets].map((main) => main.close()));
    },
    async close() {
      await closeStorage();
      await toPostgres.close();
      await services.stop();
      await model.close();
      for (const { app } of [...mains, ...workers, ...sockets])
        await rm(app.dataDir, { recursive: true, force: true });
    },
  };
}
