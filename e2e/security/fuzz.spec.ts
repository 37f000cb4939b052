import { seededDirectory } from "#e2e/fixtures/seeded.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { fuzzApp } from "#e2e/fuzz/fuzz-app.ts";

const count = 1_500;

test("OPS-13 odd requests get an answer below 500 with id and policy, and the log stays one of JSON", async ({
  appMode,
}) => {
  test.setTimeout(300_000);
  const seed = Math.floor(Math.random() * 1_000_000);
  const report = await fuzzApp({ mode: appMode, from: seededDirectory, count, seed });
  expect(report.faults, `seed ${seed}`).toEqual([]);
  expect(report.rawLines, `seed ${seed}`).toEqual([]);
  expect(report.statuses["4xx"] ?? 0).toBeGreaterThan(count / 4);
  expect(report.statuses["2xx"] ?? 0).toBeGreaterThan(count / 20);
});
