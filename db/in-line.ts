import type { Context } from "#lib/core/context.ts";
import { singleton } from "#lib/core/singleton.ts";
import { databaseAway } from "./database-away.ts";
import { ACQUIRE_TIMEOUT_MS } from "./storage.ts";

/** One that runs in the database, and those that are there already when it ends. */
const AT_ONCE = 3;

type Line = { running: number; waiting: Set<() => void> };

const lines = () => singleton("workspaceLines", () => new Map<string, Line>());

/**
 * For what waits in the database for others of its workspace, since all lock the same row: of each workspace this process
 * sends a few at once, and the rest wait here, first come first served, where they hold no connection that another workspace
 * needs. Not inside a transaction: whoever waits here must hold no lock.
 * @throws ParleyError unavailable after ten seconds in line
 */
export async function inLine<T>({ tenantId }: Context, work: () => Promise<T>): Promise<T> {
  const line = lines().get(tenantId) ?? { running: 0, waiting: new Set() };
  lines().set(tenantId, line);
  if (line.running < AT_ONCE) line.running += 1;
  else await place(line);
  try {
    return await work();
  } finally {
    const [next] = line.waiting;
    if (next) next();
    else line.running -= 1;
    if (line.running === 0) lines().delete(tenantId);
  }
}

/** Settles when one that ran has left its place to this one. */
function place({ waiting }: Line): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = () => {
      clearTimeout(timer);
      waiting.delete(enter);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.delete(enter);
      reject(databaseAway("The database is busy. Try again in a moment."));
    }, ACQUIRE_TIMEOUT_MS);
    waiting.add(enter);
  });
}
