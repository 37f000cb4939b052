import { describe, expect, it } from "vitest";
import { expectedWait, type QueueReading } from "./expected-wait.ts";

const readings = (...oldest: number[]): QueueReading[] =>
  oldest.map((oldestSeconds, second) => ({ at: second * 1_000, oldestSeconds }));

/** Reads a queue every second that fills at a constant rate and is served at another one, in order. */
function simulate(arrivals: number, served: number, seconds: number) {
  const all: QueueReading[] = [];
  for (let second = 0; second <= seconds; second += 1) {
    const oldestSeconds = Math.max(0, second - Math.min(second, (served * second) / arrivals));
    all.push({ at: second * 1_000, oldestSeconds });
  }
  return { all, depth: Math.max(0, (arrivals - served) * seconds) };
}

describe("expectedWait", () => {
  it.each([
    ["a queue never read", [], 0],
    ["an empty queue", readings(0, 0, 0), 0],
    ["a queue read once", readings(4), 4],
    ["readings too close together", readings(0, 1), 1],
    ["a queue that keeps its length", readings(3, 3, 3), 3],
    ["a queue that nobody serves", readings(1, 2, 3), 30],
  ])("judges %s", (_, given, seconds) => {
    expect(expectedWait(given)).toBeCloseTo(seconds);
  });

  it.each([[1.5], [2], [3], [5]])(
    "foresees the wait when %d times as many jobs come as are served",
    (times) => {
      const { all, depth } = simulate(40 * times, 40, 5);
      expect(expectedWait(all)).toBeCloseTo(depth / 40);
    },
  );

  it("expects less than the oldest has waited while the queue shortens", () => {
    expect(expectedWait(readings(8, 6, 4))).toBeLessThan(4);
  });

  it("forgets an earlier load", () => {
    const old = { at: -60_000, oldestSeconds: 0 };
    expect(expectedWait([old, ...readings(5, 5, 5)])).toBe(5);
  });
});
