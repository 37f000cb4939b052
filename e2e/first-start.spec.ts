import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "@playwright/test";
import { startApp } from "./fixtures/app-server.ts";
import { seededDirectory } from "./fixtures/seeded.ts";

test("the first start in an empty directory migrates, seeds the demo and stops cleanly", async () => {
  test.setTimeout(300_000);
  const app = await startApp({ mode: "server", logLevel: "info" });
  try {
    await expect
      .poll(() => app.log(), { timeout: 200_000, intervals: [500] })
      .toContain("demo knowledge ready");
    expect(app.log()).toContain(`${app.url}/c/support`);
    expect(app.log()).not.toMatch(/"level":"(?:error|fatal)"/);
  } finally {
    await app.stop("keep");
  }
  rmSync(seededDirectory, { recursive: true, force: true });
  mkdirSync(dirname(seededDirectory), { recursive: true });
  cpSync(app.dataDir, seededDirectory, { recursive: true });
  rmSync(app.dataDir, { recursive: true, force: true });
});
