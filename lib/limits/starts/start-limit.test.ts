import { describe, expect, it } from "vitest";
import { StartLimit } from "./start-limit.ts";

const calm = { loopDelayMs: 1, utilization: 0.3, cpu: 0.3, connectionWaitMs: 0 };
const late = { ...calm, loopDelayMs: 60, utilization: 1, cpu: 1 };
const full = (limit: StartLimit) => ({ most: limit.value, wasFull: true });

describe("StartLimit", () => {
  it.each([
    ["the event loop is late", late, 4],
    ["a connection is waited for, down to the number of connections", { ...calm, connectionWaitMs: 400 }, 20],
  ])("shrinks when %s, and no further", (_, load, least) => {
    const limit = new StartLimit(64, 20);
    limit.observe(load, full(limit));
    expect(limit.value).toBe(48);
    for (let i = 0; i < 50; i += 1) limit.observe(load, full(limit));
    expect(limit.value).toBe(least);
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

  it.each([
    ["but the loop is idle half of the time", { ...late, utilization: 0.4 }],
    ["because other processes have the processor", { ...late, cpu: 0.15 }],
  ])("stays when the loop is late, %s", (_, load) => {
    const limit = new StartLimit();
    const before = limit.value;
    limit.observe(load, { ...full(limit), wasFull: false });
    expect(limit.value).toBe(before);
  });

  it("shrinks when its own work makes the loop late, even if others have most of the processor", () => {
    const limit = new StartLimit();
    limit.observe({ ...late, loopDelayMs: 250, cpu: 0.15 }, full(limit));
    expect(limit.value).toBe(48);
  });

  it("grows faster the idler the process is", () => {
    const growth = (utilization: number) => {
      const limit = new StartLimit(100);
      limit.observe({ ...calm, utilization, cpu: utilization }, full(limit));
      return limit.value;
    };
    expect([growth(0.9), growth(0.5), growth(0)]).toEqual([110, 125, 150]);
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
