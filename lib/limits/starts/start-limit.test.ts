import { describe, expect, it } from "vitest";
import { StartLimit } from "./start-limit.ts";

const calm = { loopDelayMs: 1, utilization: 0.3, connectionWaitMs: 0 };
const late = { ...calm, loopDelayMs: 60, utilization: 1 };
const full = (limit: StartLimit) => ({ most: limit.value, wasFull: true });

describe("StartLimit", () => {
  it.each([
    ["the event loop is late", late],
    ["a connection is waited for", { ...calm, connectionWaitMs: 400 }],
  ])("shrinks to its least when %s, and no further", (_, load) => {
    const limit = new StartLimit();
    const before = limit.value;
    limit.observe(load, full(limit));
    expect(limit.value).toBeLessThan(before);
    for (let i = 0; i < 50; i += 1) limit.observe(load, full(limit));
    expect(limit.value).toBe(4);
  });

  it("grows a hundredfold within seconds while it is reached and the process keeps up", () => {
    const limit = new StartLimit();
    for (let ticks = 0; ticks < 50; ticks += 1) limit.observe(calm, full(limit));
    expect(limit.value).toBeGreaterThan(500);
    for (let ticks = 0; ticks < 500; ticks += 1) limit.observe(calm, full(limit));
    expect(limit.value).toBe(1_000);
  });

  it("stays when it was not reached", () => {
    const limit = new StartLimit();
    const before = limit.value;
    for (let ticks = 0; ticks < 50; ticks += 1) limit.observe(calm, { most: before - 1, wasFull: false });
    expect(limit.value).toBe(before);
  });

  it("stays when the loop is late because other processes have the processor", () => {
    const limit = new StartLimit();
    const before = limit.value;
    limit.observe({ ...late, utilization: 0.4 }, { most: 2, wasFull: false });
    expect(limit.value).toBe(before);
  });

  it("shrinks from what was used when it had grown far above that", () => {
    const limit = new StartLimit();
    for (let ticks = 0; ticks < 50; ticks += 1) limit.observe(calm, full(limit));
    limit.observe(late, { most: 40, wasFull: false });
    expect(limit.value).toBe(30);
  });

  it("stops shrinking when something other than starts makes the process late", () => {
    const limit = new StartLimit();
    for (let ticks = 0; ticks < 50; ticks += 1) limit.observe(late, { most: 1, wasFull: false });
    expect(limit.value).toBe(12);
  });

  it("recovers after an overload", () => {
    const limit = new StartLimit();
    const before = limit.value;
    for (let i = 0; i < 50; i += 1) limit.observe(late, full(limit));
    for (let ticks = 0; ticks < 40; ticks += 1) limit.observe(calm, full(limit));
    expect(limit.value).toBeGreaterThanOrEqual(before);
  });
});
