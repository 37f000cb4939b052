import { expect } from "vitest";

/**
 * Runs `work` and expects it to use less than `mostMs` milliseconds of this process's processor time, which
 * unlike elapsed time does not grow while other processes have the processor. A virtual machine may charge
 * its own pauses to the process, so a run that is too slow counts only if two more are.
 * @returns what `work` returns
 */
export function expectCpuTimeBelow<T>(mostMs: number, work: () => T): T {
  for (let attempt = 1; ; attempt += 1) {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1_000;
    if (ms < mostMs) return result;
    if (attempt === 3) expect(ms, "milliseconds of processor time").toBeLessThan(mostMs);
  }
}
