import { describe, expect, it } from "vitest";
import { RecentDeliveries } from "./recent-deliveries.ts";

const filled = (times: number[], at = 1_000) => {
  const deliveries = new RecentDeliveries();
  for (const ms of times) deliveries.add(ms, at);
  return deliveries;
};

describe("recent deliveries", () => {
  it("have a 95th percentile over a minute", () => {
    const deliveries = filled(Array.from({ length: 100 }, (_, at) => at + 1));
    expect(deliveries.p95(2_000)).toBe(95);
    expect(deliveries.p95(61_001)).toBeNull();
  });

  it("have none with a handful, however late they were", () => {
    expect(filled(Array(19).fill(9_000)).p95(2_000)).toBeNull();
    expect(filled(Array(20).fill(9_000)).p95(2_000)).toBe(9_000);
  });

  it("forget the oldest of very many", () => {
    const deliveries = filled(Array(1_000).fill(5_000));
    for (let count = 0; count < 1_000; count += 1) deliveries.add(1, 1_500);
    expect(deliveries.p95(2_000)).toBe(1);
  });
});
