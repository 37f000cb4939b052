import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type DirectoryLock = { release(): void };

/**
 * Takes the exclusive lock on an embedded data directory, or returns null when another process has it. The lock is
 * SQLite's own file lock: the kernel drops it with its process, so a kill -9 leaves nothing stale behind.
 */
export function lockDirectory(directory: string): DirectoryLock | null {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(directory, "lock.sqlite"));
  try {
    file.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (error) {
    file.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) return null;
    throw error;
  }
  return { release: () => file.close() };
}
