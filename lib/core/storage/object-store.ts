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
 * Storage for whole files, such as original documents. Callers build keys from ids, with the tenant's first
 * (`checkObjectKey`). A prefix matches whole segments: `a/b` includes `a/b/c`, but neither `a/bc` nor `a/b`.
 * Every method throws ParleyError `unavailable` within bounded time if the storage does not answer or is
 * full. An invalid key, prefix or content type is a bug in the caller and throws a TypeError.
 */
export type ObjectStore = {
  /**
   * Stores or replaces an object. Readers see the old or the new object, never a mix, even if this process
   * dies. If two writes are concurrent, one of them wins. After it returns, the object survives a power cut.
   * @throws ParleyError `too_large` above `maxObjectBytes`
   */
  put(key: string, bytes: Uint8Array, about: { contentType: string }): Promise<void>;
  get(key: string): Promise<ObjectContent | null>;
  /** Deleting a missing object is not an error. */
  delete(key: string): Promise<void>;
  /** Deletes what `list(prefix)` returns. Objects added meanwhile may remain. An empty prefix is refused. */
  deletePrefix(prefix: string): Promise<void>;
  /** The order is undefined. An empty prefix lists everything. */
  list(prefix: string): AsyncIterable<ObjectEntry>;
  /** Whether the storage answers, grants access and, on a disk, has space. Stores nothing. */
  ping(): Promise<void>;
};

/** The store configured by the environment, one per process. */
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
