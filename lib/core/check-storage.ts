import { setTimeout as sleep } from "node:timers/promises";
import type { ObjectStore } from "./storage/object-store.ts";

/** Whether the file storage answers in time. A network disk may never answer. */
export async function checkStorage(store: ObjectStore, limitMs: number): Promise<boolean> {
  const over = new AbortController();
  const answer = store.ping().then(
    () => true,
    () => false,
  );
  const late = sleep(limitMs, false, { signal: over.signal }).catch(() => false);
  return Promise.race([answer, late]).finally(() => over.abort());
}
