import { describe, expect, it, vi } from "vitest";
import { checkStorage } from "./check-storage.ts";
import type { ObjectStore } from "./storage/object-store.ts";

const storeWith = (ping: ObjectStore["ping"]) => ({ ping }) as ObjectStore;

describe("checkStorage", () => {
  it("is true when the storage answers, and false when it refuses", async () => {
    expect(await checkStorage(storeWith(async () => undefined))).toBe(true);
    expect(await checkStorage(storeWith(() => Promise.reject(new Error("full"))))).toBe(false);
  });

  it("pings once, however often it is asked, when the storage never answers", async () => {
    const pending = Promise.withResolvers<void>();
    const ping = vi.fn(() => pending.promise);
    const store = storeWith(ping);
    expect(await checkStorage(store, 1)).toBe(false);
    expect(await checkStorage(store, 1)).toBe(false);
    expect(ping).toHaveBeenCalledTimes(1);
    pending.resolve();
    expect(await checkStorage(store)).toBe(true);
    expect(await checkStorage(store)).toBe(true);
    expect(ping).toHaveBeenCalledTimes(2);
  });
});
