import { expect, it } from "vitest";
import { shareNext } from "./share-next.ts";

type Run = { resolve(value: number): void; reject(error: Error): void };

function lab() {
  const runs: Run[] = [];
  const shared = shareNext(() => new Promise<number>((resolve, reject) => runs.push({ resolve, reject })));
  /** Until run `index` has begun. */
  const begun = async (index: number) => {
    while (!runs[index]) await Promise.resolve();
    return runs[index] as Run;
  };
  return { runs, shared, begun };
}

it("loads once for all who call during a run, and only after that run", async () => {
  const { runs, shared, begun } = lab();
  const first = shared();
  const others = [shared(), shared(), shared()];
  expect(runs).toHaveLength(1);
  (await begun(0)).resolve(1);
  (await begun(1)).resolve(2);
  expect(await first).toBe(1);
  expect(await Promise.all(others)).toEqual([2, 2, 2]);
  const later = shared();
  (await begun(2)).resolve(3);
  expect(await later).toBe(3);
});

it("goes on after a failure, which only its own callers see", async () => {
  const { shared, begun } = lab();
  const first = shared();
  const second = shared();
  (await begun(0)).reject(new Error("gone"));
  (await begun(1)).resolve(2);
  await expect(first).rejects.toThrow("gone");
  expect(await second).toBe(2);
});
