import { setTimeout as sleep } from "node:timers/promises";
import type { ObjectStore } from "./storage/object-store.ts";

const LIMIT_MS = 2_000;
/** A network disk may never answer. Each ping of it holds one of Node's few threads, so there is only one. */
const running = new WeakMap<ObjectStore, Promise<boolean>>();

/** Whether the file storage answers in time. */
export async function checkStorage(store: ObjectStore, limitMs = LIMIT_MS): Promise<boolean> {
  const over = new AbortController();
  const late = sleep(limitMs, false, { signal: over.signal }).catch(() => false);
  return Promise.race([ping(store), late]).finally(() => over.abort());
}

function ping(store: ObjectStore): Promise<boolean> {
  const answer =
    running.get(store) ??
    store
      .ping()
      .then(
        () => true,
        () => false,
      )
      .finally(() => running.delete(store));
  running.set(store, answer);
  return answer;
}
