import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Broken, Report } from "./check.ts";
import { faultsWithoutWorkers } from "./faults.ts";

type Told = Omit<Report, "broken"> & {
  broken: Broken;
  faults: string;
  violations: { promise: string; what: string }[];
};

/** In a process of its own: it has its own Postgres and Redis, and hurts them. */
async function chaos(...args: string[]): Promise<Told> {
  const { DATABASE_URL: _app, DATABASE_MIGRATION_URL: _owner, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ["e2e/faults/main.ts", ...args, "--json"], {
    env,
    maxBuffer: 64_000_000,
  }).catch((error: { stdout?: string; stderr?: string }) => {
    if (error.stdout?.trim()) return { stdout: error.stdout };
    throw error;
  });
  return JSON.parse(stdout) as Told;
}

/** Every promise the checker knows, and none of them broken. */
function expectWhole({ broken, violations, asked, acknowledged }: Told): void {
  expect(violations).toEqual([]);
  expect(Object.values(broken).length).toBeGreaterThan(10);
  expect(Object.values(broken).every((count) => count === 0)).toBe(true);
  expect(acknowledged).toBe(asked);
}

describe("with every fault once, no promise is broken", () => {
  it("two mains, Postgres and Redis (invariants 6 to 9, 13, 17)", { timeout: 300_000 }, async () => {
    const told = await chaos("smoke", "--seed", "7");
    expectWhole(told);
    const names = faultsWithoutWorkers.filter((name) => name !== "Postgres unreachable");
    for (const name of names) expect(told.faults).toContain(`${name} 1`);
    expect(told.asked).toBeGreaterThan(100);
    expect(told.resumed).toBeGreaterThan(10);
    expect(told.states).toMatch(/complete: \d{2,}/);
  });

  it("one process on the embedded database, killed twice", { timeout: 180_000 }, async () => {
    const told = await chaos("monolith", "--rounds", "2", "--seed", "7");
    expectWhole(told);
    expect(told.faults).toBe("main killed 2");
    expect(told.asked).toBe(12);
  });
});
