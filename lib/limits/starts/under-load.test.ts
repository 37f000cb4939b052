import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Asked, CAPACITY, IDLE_MS, SimulatedProcess } from "#testing/limits/simulated-process.ts";
import { StartSlots } from "./start-slots.ts";

const FAKED = ["setTimeout", "clearTimeout", "setInterval", "setImmediate", "performance"] as const;
const HELD_MS = 20_000;
/** Until every question asked while the load was held has its outcome. */
const ENDED_MS = HELD_MS + 10_000;

beforeEach(() => void vi.useFakeTimers({ toFake: [...FAKED] }));
afterEach(() => void vi.useRealTimers());

/** Simulated milliseconds until the first token of answered questions, or until the refusal of others. */
function percentile(asked: Asked[], p: number): number {
  const sorted = asked.map(({ firstTokenMs }) => firstTokenMs).sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * p) - 1] ?? Number.NaN;
}

const answered = (asked: Asked[]) => asked.filter(({ isAnswered }) => isAnswered);
const refused = (asked: Asked[]) => asked.filter(({ isAnswered }) => !isAnswered);

describe("a process under simulated load", () => {
  it.each([
    ["an idle machine", { processor: 1, databaseFactor: 1 }],
    ["a machine with half a processor left", { processor: 0.5, databaseFactor: 1 }],
    ["a machine busy with others' work", { processor: 0.2, databaseFactor: 10 }],
  ])(
    "answers 50 questions that arrive at once on %s about as fast as its processor allows",
    async (_, machine) => {
      const process = new SimulatedProcess(new StartSlots(), machine);
      for (let i = 0; i < 50; i += 1) void process.ask("a");
      await vi.advanceTimersByTimeAsync(HELD_MS);
      expect(answered(process.asked)).toHaveLength(50);
      expect(percentile(process.asked, 1)).toBeLessThan(process.leastMs(50) * 1.1);
    },
  );

  it.each([
    ["an idle machine", { processor: 1, databaseFactor: 1 }],
    ["a machine busy with others' work", { processor: 0.3, databaseFactor: 3 }],
  ])(
    "answers at capacity and refuses the rest soon, at three times the capacity of %s",
    async (_, machine) => {
      const process = new SimulatedProcess(new StartSlots(), machine);
      const capacity = CAPACITY * machine.processor;
      void process.askAtRate((number) => `tenant ${number % 20}`, 3 * capacity, HELD_MS);
      await vi.advanceTimersByTimeAsync(ENDED_MS);
      expect(answered(process.asked).length).toBeGreaterThan(0.9 * capacity * (HELD_MS / 1_000));
      expect(percentile(refused(process.asked), 0.95)).toBeLessThan(1_000);
      expect(percentile(answered(process.asked), 0.95)).toBeLessThan(2_000);
    },
  );

  it.each([1, 2, 3])(
    "keeps a quiet tenant fast beside one that asks at %d times the capacity",
    async (times) => {
      const process = new SimulatedProcess(new StartSlots());
      void process.askAtRate(() => "loud", times * CAPACITY, HELD_MS);
      for (const tenant of ["quiet", "quiet"]) void process.askInTurn(tenant, HELD_MS);
      await vi.advanceTimersByTimeAsync(ENDED_MS);
      const [quiet, loud] = ["quiet", "loud"].map((name) =>
        process.asked.filter(({ tenant }) => tenant === name),
      );
      expect(refused(quiet ?? [])).toEqual([]);
      expect(percentile(quiet ?? [], 0.5)).toBeLessThan(2.3 * IDLE_MS);
      expect(percentile(quiet ?? [], 0.95)).toBeLessThan(2.6 * IDLE_MS);
      expect(answered(loud ?? []).length).toBeGreaterThan(0.6 * CAPACITY * (HELD_MS / 1_000));
    },
  );

  it("gives a tenant that is alone the whole process", async () => {
    const process = new SimulatedProcess(new StartSlots());
    void process.askAtRate(() => "loud", 3 * CAPACITY, HELD_MS);
    await vi.advanceTimersByTimeAsync(ENDED_MS);
    expect(answered(process.asked).length).toBeGreaterThan(0.9 * CAPACITY * (HELD_MS / 1_000));
  });
});
