import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Broken, Report } from "./check.ts";
import { faultsWithoutWorkers } from "./faults.ts";
import type { BrokenInRooms } from "./rooms/check-rooms.ts";

type Run = { faults: string; violations: { promise: string; what: string }[] };
type ChaosReport = Omit<Report, "broken"> & Run & { broken: Broken };
type RoomsReport = Run & {
  broken: BrokenInRooms;
  people: number;
  said: number;
  acknowledged: number;
  resumed: number;
  notes: { Redis: string; deliveries: number }[];
};

/** Runs in a separate process: it starts, and breaks, its own Postgres and Redis. */
async function chaos<T = ChaosReport>(...args: string[]): Promise<T> {
  const { DATABASE_URL: _app, DATABASE_MIGRATION_URL: _owner, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ["e2e/faults/main.ts", ...args, "--json"], {
    env,
    maxBuffer: 64_000_000,
  }).catch((error: { stdout?: string; stderr?: string }) => {
    if (error.stdout?.trim()) return { stdout: error.stdout };
    throw error;
  });
  return JSON.parse(stdout) as T;
}

/** Every promise the checker knows, and none of them broken. */
function expectWhole({ broken, violations, asked, acknowledged }: ChaosReport): void {
  expect(violations).toEqual([]);
  expect(Object.values(broken).length).toBeGreaterThan(10);
  expect(Object.values(broken).every((count) => count === 0)).toBe(true);
  expect(acknowledged).toBe(asked);
}

describe("with every fault once, no promise is broken", () => {
  it("two mains, Postgres and Redis (invariants 6 to 9, 13, 17)", { timeout: 600_000 }, async () => {
    const report = await chaos("smoke", "--seed", "7");
    expectWhole(report);
    const names = faultsWithoutWorkers.filter((name) => name !== "Postgres unreachable");
    for (const name of names) expect(report.faults).toContain(`${name} 1`);
    expect(report.asked).toBeGreaterThan(100);
    expect(report.resumed).toBeGreaterThan(10);
    expect(report.states).toMatch(/complete: \d{2,}/);
  });

  it("30 people in rooms at three processes (rooms 1, 2, 6)", { timeout: 600_000 }, async () => {
    const report = await chaos<RoomsReport>("rooms", "--seed", "7", "--minutes", "0.5");
    expect(report.violations).toEqual([]);
    expect(Object.values(report.broken)).toEqual(Array(10).fill(0));
    expect(report).toMatchObject({ people: 30, acknowledged: report.said });
    expect(report.faults).toMatch(/killed|ended|paused/);
    expect(report.faults).toContain("connections cut");
    expect(report.resumed).toBeGreaterThan(10);
    expect(report.notes.map(({ Redis }) => Redis)).toEqual([
      "up",
      "stopped",
      "frozen",
      "flushed",
      "up again",
    ]);
    for (const { deliveries } of report.notes) expect(deliveries).toBeGreaterThan(0);
  });

  it("one process on the embedded database, killed twice", { timeout: 400_000 }, async () => {
    const report = await chaos("monolith", "--rounds", "2", "--seed", "7");
    expectWhole(report);
    expect(report.faults).toBe("main killed 2");
    expect(report.asked).toBe(12);
  });
});
