import { afterEach, describe, expect, it, vi } from "vitest";
import { FairSemaphore } from "./fair-semaphore.ts";

const PATIENCE_MS = 1_000;

/** Who has entered, in order. */
function visitors(places: FairSemaphore) {
  const entered: string[] = [];
  const come = (who: string, line: string) => places.enter(line).then(() => void entered.push(who));
  const leave = async () => {
    places.leave();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { entered, come, leave };
}

afterEach(() => void vi.useRealTimers());

describe("Places", () => {
  it("go to the lines by turns, and in each to whoever came first", async () => {
    const places = new FairSemaphore(1, PATIENCE_MS);
    const { entered, come, leave } = visitors(places);
    const all = ["a1", "a2", "a3", "b1", "b2", "c1"].map((who) => come(who, who.charAt(0)));
    await Promise.resolve();
    expect(entered).toEqual(["a1"]);
    expect(places.waiting).toBe(5);
    for (let at = 0; at < 5; at += 1) await leave();
    expect(entered).toEqual(["a1", "a2", "b1", "c1", "a3", "b2"]);
    expect(places.isIdle).toBe(false);
    await leave();
    await Promise.all(all);
    expect(places).toMatchObject({ isIdle: true, waiting: 0 });
  });

  it("are as many as there are, however often they change hands", async () => {
    const places = new FairSemaphore(3, PATIENCE_MS);
    let [inside, most] = [0, 0];
    const visit = async (at: number) => {
      await places.enter(String(at % 7));
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
      places.leave();
    };
    await Promise.all(Array.from({ length: 200 }, (_, at) => visit(at)));
    expect(most).toBe(3);
    expect(places.isIdle).toBe(true);
  });

  it("are refused to whoever waited too long, and kept for nobody who left", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const places = new FairSemaphore(1, PATIENCE_MS);
    await places.enter("a");
    const refused = expect(places.enter("b")).rejects.toMatchObject({ code: "unavailable" });
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    await refused;
    expect(places.waiting).toBe(0);
    places.leave();
    expect(places.isIdle).toBe(true);
  });
});
