import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Broken, Report } from "./check.ts";
import { faultsWithoutWorkers } from "./faults.ts";

type ChaosReport = Omit<Report, "broken"> & {
  broken: Broken;
  faults: string;
  violations: { promise: string; what: string }[];
};

/** Runs in a separate process: it starts, and breaks, its own Postgres and Redis. */
async function chaos(...args: string[]): Promise<ChaosReport> {
  const { DATABASE_URL: _app, DATABASE_MIGRATION_URL: _owner, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ["e2e/faults/main.ts", ...args, "--json"], {
    env,
    maxBuffer: 64_000_000,
  }).catch((error: { stdout?: string; stderr?: string }) => {
    if (error.stdout?.trim()) return { stdout: error.stdout };
    throw error;
  });
  return JSON.parse(stdout) as ChaosReport;
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

  it("one process on the embedded database, killed twice", { timeout: 400_000 }, async () => {
    const report = await chaos("monolith", "--rounds", "2", "--seed", "7");
    expectWhole(report);
    expect(report.faults).toBe("main killed 2");
    expect(report.asked).toBe(12);
  });
});
