import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "@playwright/test";
import { startApp } from "./fixtures/app-server.ts";
import { seededDirectory } from "./fixtures/seeded.ts";

test("the first start in an empty directory migrates, seeds the demo and stops cleanly", async () => {
  test.setTimeout(240_000);
  const app = await startApp({ mode: "server" });
  try {
    await expect.poll(() => vectors(app.url, app.apiKey), { timeout: 200_000, intervals: [500] }).toBe(true);
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

/** The demo's last document is fed last: once it is found by meaning, all of them are. */
async function vectors(url: string, apiKey: string): Promise<boolean> {
  const response = await fetch(`${url}/api/v1/knowledge/search`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ chatbot: "support", query: "runbook", limit: 100 }),
  });
  const { results } = (await response.json()) as { results: { path: string; vectorScore: number | null }[] };
  return results.some(({ path, vectorScore }) => path === "runbook.md" && vectorScore !== null);
}
