import { expect, test } from "vitest";
import { briefly } from "./briefly.ts";
import { metrics } from "./metrics.ts";

test("hits and misses are counted under the name", async () => {
  const remembered = briefly("testing", 1_000, async (key) => key.length);
  expect(await remembered.get("one")).toBe(3);
  expect(await remembered.get("one")).toBe(3);
  expect(await remembered.get("three")).toBe(5);
  remembered.forget("one");
  await remembered.get("one");
  const { values } = await metrics().cacheRequests.get();
  const counts = values
    .filter(({ labels }) => labels.cache === "testing")
    .map(({ labels, value }) => [labels.result, value]);
  expect(Object.fromEntries(counts)).toEqual({ hit: 1, miss: 3 });
});
