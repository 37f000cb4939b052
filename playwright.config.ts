import { defineConfig } from "@playwright/test";
import type { WorkerOptions } from "#e2e/fixtures/test.ts";
import { findChromium } from "#testing/browser/find-chromium.ts";

const isRoot = process.getuid?.() === 0;
const chat = "chat/**/*.spec.ts";
const demo = "demo/**/*.spec.ts";
const security = "security/**/*.spec.ts";
const afterFirstStart = process.env.E2E_SEEDED ? {} : { dependencies: ["first-start"] };

export default defineConfig<object, WorkerOptions>({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  /** An app that cannot start would otherwise cost its time limit for every test. */
  maxFailures: 25,
  /** These only end what hangs: a test waits for events, on a machine that may be busy or stand still. */
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    // A trace copies the document at each step, for every test. E2E_TRACE=1 keeps those of failures.
    trace: process.env.E2E_TRACE ? { mode: "retain-on-failure", screenshots: true } : "off",
    launchOptions: { executablePath: await findChromium(), args: isRoot ? ["--no-sandbox"] : [] },
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
  },
  projects: [
    { name: "first-start", testMatch: "first-start.spec.ts" },
    { name: "built-in", testMatch: [demo], use: { modelApi: "built-in" }, ...afterFirstStart },
    {
      name: "studio",
      testMatch: "studio/**/*.spec.ts",
      use: { modelApi: "built-in", isProxied: true },
      ...afterFirstStart,
    },
    { name: "rooms", testMatch: "rooms/**/*.spec.ts", use: { modelApi: "built-in" }, ...afterFirstStart },
    {
      name: "wire-responses",
      testMatch: [chat, security],
      use: { modelApi: "responses" },
      ...afterFirstStart,
    },
    {
      name: "wire-chat",
      testMatch: "chat/{stream,faults,parallel}.spec.ts",
      use: { modelApi: "chat" },
      ...afterFirstStart,
    },
    {
      name: "next-start-built-in",
      testMatch: "demo/{ask,oracle}.spec.ts",
      use: { appMode: "next-start", modelApi: "built-in" },
      ...afterFirstStart,
    },
    {
      name: "next-start",
      testMatch: [chat, "security/{headers,fuzz}.spec.ts"],
      // Under Next alone whatever a server has a part in; what only the page does was seen above.
      testIgnore: "chat/{long,layout,keyboard,citation,composer,faults}.spec.ts",
      grepInvert: /two tabs follow|lies idle|off line|phone follows|laptop that sleeps/,
      use: { appMode: "next-start", modelApi: "responses" },
      ...afterFirstStart,
    },
  ],
});
