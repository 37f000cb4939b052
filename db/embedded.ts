import { createHash } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { ParleyError } from "#lib/core/errors.ts";
import { type DirectoryLock, lockDirectory } from "./directory-lock.ts";

export type EmbeddedServer = { socketDirectory: string; close(): Promise<void> };

/** Postgres' own name for its socket, because drivers look for it. */
const SOCKET_NAME = ".s.PGSQL.5432";

/**
 * Unix socket paths are limited to 104 to 108 bytes, so a deep data directory gets a short path elsewhere.
 */
function socketDirectoryFor(directory: string): string {
  if (Buffer.byteLength(join(directory, SOCKET_NAME)) < 100) return directory;
  return join(tmpdir(), `parley-${createHash("sha256").update(directory).digest("hex").slice(0, 16)}`);
}

/**
 * Starts PGlite in a worker thread behind a Unix socket in the data directory and takes the directory's lock.
 * Only one process and one connection may use it (decision 002).
 * @throws ParleyError unavailable if another process has the directory
 */
export async function startEmbedded(dataDirectory: string): Promise<EmbeddedServer> {
  const directory = resolve(dataDirectory);
  const lock = lockDirectory(directory);
  if (!lock) {
    throw new ParleyError(
      "unavailable",
      `Another Parley process is using ${dataDirectory}. Stop it first, or set DATA_DIR to another directory.`,
    );
  }
  try {
    return await startWorker(directory, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function startWorker(directory: string, lock: DirectoryLock): Promise<EmbeddedServer> {
  const databaseDirectory = join(directory, "db");
  mkdirSync(databaseDirectory, { recursive: true, mode: 0o700 });
  const socketDirectory = socketDirectoryFor(directory);
  mkdirSync(socketDirectory, { recursive: true, mode: 0o700 });
  const worker = new Worker(join(process.cwd(), "db/embedded-worker.ts"), {
    workerData: { directory: databaseDirectory, socketPath: join(socketDirectory, SOCKET_NAME) },
  });
  await messageOf(worker, "ready");
  worker.unref();
  return {
    socketDirectory,
    async close() {
      worker.ref();
      const closed = messageOf(worker, "closed");
      worker.postMessage("close");
      await closed;
      await worker.terminate();
      if (socketDirectory !== directory) rmSync(socketDirectory, { recursive: true, force: true });
      lock.release();
    },
  };
}

function messageOf(worker: Worker, expected: string): Promise<void> {
  return new Promise((fulfil, reject) => {
    const onMessage = (message: unknown) => {
      if (message === expected) finish(fulfil);
    };
    const onExit = (code: number) =>
      finish(() => reject(new Error(`The embedded database exited with code ${code}.`)));
    const onError = (error: Error) => finish(() => reject(error));
    const finish = (settle: () => void) => {
      worker.off("message", onMessage).off("exit", onExit).off("error", onError);
      settle();
    };
    worker.on("message", onMessage).on("exit", onExit).on("error", onError);
  });
}
