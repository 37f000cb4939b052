import { join } from "node:path";
import { env } from "../env.ts";
import { singleton } from "../singleton.ts";
import { createLocalStore } from "./local-store.ts";
import { createS3Store } from "./s3-store.ts";

type ObjectContent = { bytes: Buffer; contentType: string };
export type ObjectEntry = {
  key: string;
  /** Bytes. */
  size: number;
  modifiedAt: Date;
};

/**
 * Where whole files are kept: originals of documents and the like. Keys are made by the caller from ids, the tenant's
 * first (`checkObjectKey`). A prefix is whole segments: `a/b` holds `a/b/c`, neither `a/bc` nor `a/b` itself.
 * Every method throws ParleyError `unavailable` when the storage does not answer or has no room, within bounded time;
 * an unfit key, prefix or content type is the caller's mistake and throws a TypeError.
 */
export type ObjectStore = {
  /**
   * Stores or replaces. Readers see the old object or the new one, never a part, also when this process dies. Of two
   * at once one wins whole. Once it returns, the object outlives a power cut.
   * @throws ParleyError `too_large` above `maxObjectBytes`
   */
  put(key: string, bytes: Uint8Array, about: { contentType: string }): Promise<void>;
  get(key: string): Promise<ObjectContent | null>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Deletes what `list(prefix)` names; what is put meanwhile may stay. The empty prefix is refused. */
  deletePrefix(prefix: string): Promise<void>;
  /** In no promised order; the empty prefix lists everything. */
  list(prefix: string): AsyncIterable<ObjectEntry>;
  /** Whether the storage answers, lets us in and, on a disk, has room. Stores nothing. */
  ping(): Promise<void>;
};

/** The store that the environment names, one a process. */
export function objectStore(): ObjectStore {
  return singleton("object-store", () => {
    const { DATA_DIR, storage } = env();
    switch (storage.driver) {
      case "local":
        return createLocalStore(join(DATA_DIR, "objects"));
      case "s3":
        return createS3Store(storage);
      default:
        return storage satisfies never;
    }
  });
}
