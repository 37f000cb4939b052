import { defineConfig } from "vitest/config";

const pure = [
  "lib/**/*.test.ts",
  "components/**/*.test.{ts,tsx}",
  "app/**/*.test.ts",
  "db/**/*.test.ts",
  "cli/**/*.test.ts",
  "scripts/**/*.test.ts",
  "e2e/mutants/*.test.ts",
];
const integration = ["**/*.integration.test.ts"];
const services = ["**/*.services.test.ts"];
/** Of the integration tests those that ask no database: once is enough. */
const withoutDatabase = [
  "lib/knowledge/parsing/files/*.integration.test.ts",
  "lib/core/storage/*.integration.test.ts",
];
const excluded = ["node_modules/**", ".next/**", ".data/**"];
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
          testTimeout: 20_000,
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
          testTimeout: 30_000,
          hookTimeout: 60_000,
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
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
