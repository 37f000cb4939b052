import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StartLimit } from "./start-limit.ts";
import { StartSlots } from "./start-slots.ts";

/** Longer than anyone waits for a slot. */
const TOO_LONG_MS = 5_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

const twoSlots = () => new StartSlots(new StartLimit(2));

/** Asks for slots `a1`, `b1` …, of the tenants `a`, `b` …, and notes who got one, in order. */
function callers(slots: StartSlots) {
  const admitted: string[] = [];
  const refused: string[] = [];
  const ask = (...ids: string[]) =>
    Promise.all(
      ids.map(async (id) => {
        const isAdmitted = await slots.enter(id, id.charAt(0));
        if (isAdmitted) slots.keep(id);
        (isAdmitted ? admitted : refused).push(id);
      }),
    );
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { admitted, refused, ask, settle };
}

describe("StartSlots", () => {
  it("admits up to its limit, then as slots are returned", async () => {
    const slots = twoSlots();
    const { admitted, ask, settle } = callers(slots);
    void ask("a1", "a2", "a3", "a4");
    await settle();
    expect(admitted).toEqual(["a1", "a2"]);
    slots.run("a1");
    await settle();
    slots.end("a2");
    await settle();
    expect(admitted).toEqual(["a1", "a2", "a3", "a4"]);
    expect(slots.starting).toBe(2);
  });

  it("refuses a request that has waited too long", async () => {
    const slots = twoSlots();
    const { refused, ask, settle } = callers(slots);
    void ask("a1", "a2", "a3");
    await settle();
    expect(refused).toEqual([]);
    await vi.advanceTimersByTimeAsync(TOO_LONG_MS);
    expect(refused).toEqual(["a3"]);
  });

  it("lets a burst of one tenant wait, and refuses further requests at once", async () => {
    const slots = twoSlots();
    const { refused, ask, settle } = callers(slots);
    const burst = Array.from({ length: 2 + 64 }, (_, i) => `a${i}`);
    void ask(...burst);
    await settle();
    expect(refused).toEqual([]);
    void ask("a-late", "b1");
    await settle();
    expect(refused).toEqual(["a-late"]);
  });

  it("refuses sooner after a refusal, but only for the same tenant", async () => {
    const slots = twoSlots();
    const { refused, ask } = callers(slots);
    void ask("a1", "a2", "b1", "b2", "a3");
    await vi.advanceTimersByTimeAsync(TOO_LONG_MS);
    expect(refused).toEqual(["b2", "a3"]);
    void ask("a4", "c1", "c2");
    await vi.advanceTimersByTimeAsync(100);
    expect(refused.slice(2)).toEqual(["a4"]);
  });

  it("refuses at once when the line is too slow to reach a caller in time", async () => {
    const slots = twoSlots();
    const { refused, ask, settle } = callers(slots);
    void ask("a1", "a2", "a3", "a4", "a5");
    await vi.advanceTimersByTimeAsync(1_000);
    slots.end("a1");
    await settle();
    // One was served in a second, and two wait: a fourth would wait for three seconds.
    void ask("a6");
    await settle();
    expect(refused).toEqual(["a6"]);
  });

  it("lets waiting tenants take turns, however many requests one of them has", async () => {
    const slots = twoSlots();
    const { admitted, ask, settle } = callers(slots);
    void ask("a1", "b1", "c1", "d1", "a2", "a3", "a4", "b2", "c2");
    await settle();
    expect(admitted).toEqual(["a1", "b1", "c1", "d1"]);
    for (const id of ["a1", "b1", "c1", "d1", "a2"]) {
      slots.end(id);
      await settle();
    }
    expect(admitted.slice(4)).toEqual(["a2", "b2", "c2"]);
  });

  it("admits a tenant without a slot beside a full limit, up to twice the limit", async () => {
    const slots = twoSlots();
    const { admitted, ask, settle } = callers(slots);
    void ask("a1", "a2", "a3", "a4", "a5");
    void ask("b1", "b2", "c1", "d1");
    await settle();
    expect(admitted).toEqual(["a1", "a2", "b1", "c1"]);
  });

  it("grants slots of the queue beyond the limit to those who may be queued, up to the limit", async () => {
    const slots = twoSlots();
    const enter = (id: string) => slots.enter(id, "a", { mayOverflow: true });
    expect([await enter("1"), await enter("2")]).toEqual(["direct", "direct"]);
    expect([await enter("3"), await enter("4")]).toEqual(["overflow", "overflow"]);
    expect(slots.starting).toBe(2);
    for (const id of ["1", "2", "3", "4"]) slots.keep(id);
    const fifth = enter("5");
    await vi.advanceTimersByTimeAsync(TOO_LONG_MS);
    expect(await fifth).toBeNull();
  });

  it("keeps the slot for a turn until the model is called, even if the connection ends", async () => {
    const slots = twoSlots();
    const { ask } = callers(slots);
    await ask("a1");
    slots.accept("a1");
    slots.disconnect("a1");
    slots.prepare("a1");
    slots.leave("a1");
    expect(slots.starting).toBe(1);
    slots.run("a1");
    slots.run("a1");
    expect(slots.starting).toBe(0);
    slots.end("a1");
    slots.end("a1");
    expect(slots.starting).toBe(0);
  });

  it.each([
    ["the connection ends before its handler runs", (slots: StartSlots) => slots.disconnect("a1")],
    ["its handler starts no turn", (slots: StartSlots) => slots.leave("a1")],
  ])("returns the slot when %s", async (_, leave) => {
    const slots = twoSlots();
    await callers(slots).ask("a1");
    leave(slots);
    expect(slots.starting).toBe(0);
  });

  it("takes the slot from a request whose body does not arrive", async () => {
    const slots = twoSlots();
    await slots.enter("a1", "a");
    await vi.advanceTimersByTimeAsync(TOO_LONG_MS);
    expect(slots.starting).toBe(0);
    expect(slots.keep("a1")).toBe(false);
  });

  it("leaves the slot to a request whose body has arrived, however long its admission takes", async () => {
    const slots = twoSlots();
    await slots.enter("a1", "a", { hasBody: () => true });
    await vi.advanceTimersByTimeAsync(TOO_LONG_MS);
    expect(slots.starting).toBe(1);
    expect(slots.keep("a1")).toBe(true);
  });

  it("gives one tenant at most half of the turns that a process holds", async () => {
    const slots = new StartSlots();
    const fill = async (tenant: string) => {
      for (let i = 0; ; i += 1) {
        const id = `${tenant}${i}`;
        if (!(await slots.enter(id, tenant))) return i;
        slots.keep(id);
        slots.run(id);
      }
    };
    expect([await fill("a"), await fill("b"), await fill("c")]).toEqual([1_000, 1_000, 0]);
  });
});
