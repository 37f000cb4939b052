import type { ObjectEntry } from "./object-store.ts";

export type Strays = {
  /** Stored, but nothing refers to them. */
  orphans: ObjectEntry[];
  /** Referred to, but not stored; in the order given. */
  missing: string[];
};

/**
 * Compares what is stored with what is referred to, for a database and a storage that may have been restored from
 * different times. Read the references before the listing begins: an object stored in between is younger than `graceMs`
 * and so no orphan, nor is one whose row is not committed yet. What is missing may have been deleted in between: look
 * again before believing it.
 * @throws what the listing throws; half a listing tells nothing
 */
export async function findStrays(
  stored: AsyncIterable<ObjectEntry> | Iterable<ObjectEntry>,
  known: Iterable<string>,
  { now, graceMs }: { now: Date; graceMs: number },
): Promise<Strays> {
  const keys = new Set(known);
  const missing = new Set(keys);
  const orphans: ObjectEntry[] = [];
  for await (const entry of stored) {
    missing.delete(entry.key);
    const isSettled = now.getTime() - entry.modifiedAt.getTime() >= graceMs;
    if (!keys.has(entry.key) && isSettled) orphans.push(entry);
  }
  return { orphans, missing: [...missing] };
}
