import { afterEach, describe, expect, it, vi } from "vitest";
import { FairSemaphore } from "./fair-semaphore.ts";

const TIMEOUT_MS = 1_000;

/** Records who acquired the semaphore, in order. */
function callers(semaphore: FairSemaphore) {
  const acquired: string[] = [];
  const acquire = (who: string, queue: string) =>
    semaphore.acquire(queue).then(() => void acquired.push(who));
  const release = async () => {
    semaphore.release();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { acquired, acquire, release };
}

afterEach(() => void vi.useRealTimers());

describe("FairSemaphore", () => {
  it("serves its queues in turns, and each first come, first served", async () => {
    const semaphore = new FairSemaphore(1, TIMEOUT_MS);
    const { acquired, acquire, release } = callers(semaphore);
    const all = ["a1", "a2", "a3", "b1", "b2", "c1"].map((who) => acquire(who, who.charAt(0)));
    await Promise.resolve();
    expect(acquired).toEqual(["a1"]);
    expect(semaphore.waiting).toBe(5);
    for (let at = 0; at < 5; at += 1) await release();
    expect(acquired).toEqual(["a1", "a2", "b1", "c1", "a3", "b2"]);
    expect(semaphore.isIdle).toBe(false);
    await release();
    await Promise.all(all);
    expect(semaphore).toMatchObject({ isIdle: true, waiting: 0 });
  });

  it("never admits more callers than its count", async () => {
    const semaphore = new FairSemaphore(3, TIMEOUT_MS);
    let [inside, peak] = [0, 0];
    const enter = async (at: number) => {
      await semaphore.acquire(String(at % 7));
      inside += 1;
      peak = Math.max(peak, inside);
      await new Promise(setImmediate);
      inside -= 1;
      semaphore.release();
    };
    await Promise.all(Array.from({ length: 200 }, (_, at) => enter(at)));
    expect(peak).toBe(3);
    expect(semaphore.isIdle).toBe(true);
  });

  it("reports the longest wait once, also one that has not ended", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const semaphore = new FairSemaphore(1, TIMEOUT_MS);
    await semaphore.acquire("a");
    void semaphore.acquire("b");
    vi.advanceTimersByTime(300);
    expect(semaphore.takeLongestWait()).toBe(300);
    semaphore.release();
    expect(semaphore.takeLongestWait()).toBe(300);
    expect(semaphore.takeLongestWait()).toBe(0);
  });

  it("rejects a caller after the timeout, and frees its place in the queue", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const semaphore = new FairSemaphore(1, TIMEOUT_MS);
    await semaphore.acquire("a");
    const rejected = expect(semaphore.acquire("b")).rejects.toMatchObject({ code: "unavailable" });
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    await rejected;
    expect(semaphore.waiting).toBe(0);
    semaphore.release();
    expect(semaphore.isIdle).toBe(true);
  });
});
