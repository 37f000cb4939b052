import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { QueueRunner } from "./queue-runner.ts";

/** A queue that returns jobs in batches of one, `fetchMs` milliseconds after each request. */
function slowQueue(names: string[], fetchMs: number) {
  const [ran, completed, failed]: string[][] = [[], [], []];
  const waiting = [...names];
  const note = (list: string[] | undefined) => async (_: string, jobs: { id: string }[]) =>
    void list?.push(...jobs.map(({ id }) => id));
  const boss = {
    async fetch() {
      const job = waiting.shift();
      await sleep(fetchMs);
      return job ? [{ id: job, groupId: "tenant" }] : [];
    },
    complete: note(completed),
    fail: note(failed),
    touch: async () => ({ settled: [] }),
  };
  const runner = new QueueRunner(boss as never, {
    queue: "test",
    concurrency: 2,
    concurrencyPerTenant: 1,
    async run({ id, signal }) {
      ran?.push(id);
      await sleep(20, undefined, { signal });
    },
  });
  return { runner, ran, completed, failed };
}

it("is not idle while it fetches: what it was handed out then runs to its end", async () => {
  const { runner, ran, completed } = slowQueue(["a", "b", "c"], 30);
  await runner.look();
  await runner.idle();
  expect(ran).toEqual(["a", "b", "c"]);
  expect(completed).toEqual(["a", "b", "c"]);
  expect(runner.isIdle).toBe(true);
});

it("hands back what it is handed out while it closes", async () => {
  const { runner, ran, failed } = slowQueue(["a"], 30);
  void runner.look();
  runner.close();
  await runner.handBack();
  expect(ran).toEqual(["a"]);
  expect(failed).toEqual(["a"]);
});
