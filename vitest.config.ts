import { defineConfig } from "vitest/config";

const pure = [
  "lib/**/*.test.ts",
  "components/**/*.test.{ts,tsx}",
  "app/**/*.test.ts",
  "db/**/*.test.ts",
  "cli/**/*.test.ts",
  "scripts/**/*.test.ts",
  "e2e/mutants/*.test.ts",
  "e2e/faults/{rooms,projections}/*.test.ts",
];
const integration = ["**/*.integration.test.ts"];
const services = ["**/*.services.test.ts"];
/** Of the integration tests those that ask no database: once is enough. */
const withoutDatabase = [
  "lib/knowledge/parsing/files/*.integration.test.ts",
  "lib/core/storage/*.integration.test.ts",
  "lib/images/*.integration.test.ts",
  "lib/knowledge/crawling/crawl-manual.integration.test.ts",
  "scripts/*.integration.test.ts",
];
const excluded = ["node_modules/**", ".next/**", ".data/**"];
/** These only end what hangs: a test waits for events, on a machine that may be busy or stand still. */
const patience = { expect: { poll: { timeout: 30_000 } }, testTimeout: 180_000, hookTimeout: 180_000 };
const failOnConsoleError = ["./testing/fail-on-console-error.ts"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "pure",
          include: pure,
          exclude: [...excluded, ...integration, ...services],
          setupFiles: failOnConsoleError,
          maxWorkers: "100%",
          ...patience,
        },
      },
      {
        test: {
          name: "integration",
          include: [...integration, "testing/model-server/*.test.ts"],
          exclude: excluded,
          setupFiles: [...failOnConsoleError, "./testing/postgres/use-storage.ts", "./register-skills.ts"],
          maxWorkers: 1,
          isolate: false,
          ...patience,
        },
      },
      {
        test: {
          name: "services",
          include: [...integration, ...services],
          exclude: [...excluded, ...withoutDatabase],
          setupFiles: [...failOnConsoleError, "./testing/postgres/use-storage.ts", "./register-skills.ts"],
          maxWorkers: 1,
          isolate: false,
          ...patience,
        },
      },
    ],
  },
});
