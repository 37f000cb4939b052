import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";

const vitest = "node_modules/vitest/vitest.mjs";
const reports = mkdtempSync(join(tmpdir(), "parley-tests-"));
const report = (name: string) => join(reports, `${name}.json`);

type Step = {
  name: string;
  args: string[];
  env?: Record<string, string>;
  /** Starts together with the named step, which leaves a core idle; its output waits for its turn. */
  beside?: string;
  counts?: () => Counts;
};
type Counts = { passed: number; failed: number };

const vitestStep = (project: string): Step => ({
  name: `${project} tests`,
  args: [
    vitest,
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${report(project)}`,
  ],
  counts: () => {
    const { numPassedTests, numFailedTests } = read<{ numPassedTests: number; numFailedTests: number }>(
      project,
    );
    return { passed: numPassedTests, failed: numFailedTests };
  },
});

const steps: Step[] = [
  { name: "format and lint", args: ["node_modules/@biomejs/biome/bin/biome", "check"] },
  { name: "types", args: ["node_modules/typescript/bin/tsc", "--noEmit"] },
  { name: "dead code", args: ["node_modules/knip/bin/knip.js", "--no-progress"] },
  { name: "boundaries", args: ["scripts/check-boundaries.ts"] },
  { name: "words", args: ["scripts/check-words.ts"] },
  vitestStep("pure"),
  vitestStep("integration"),
  {
    name: "production build",
    args: ["node_modules/next/dist/bin/next", "build", "--experimental-next-config-strip-types"],
    env: { TYPES_ARE_CHECKED: "1" },
    beside: "integration tests",
  },
  { name: "server bundle", args: ["scripts/bundle-server.ts"] },
  {
    name: "browser tests",
    args: ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report("browser") },
    counts: () => {
      const { stats } = read<{ stats: { expected: number; unexpected: number; flaky: number } }>("browser");
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
    },
  },
];

function read<T>(name: string): T {
  return JSON.parse(readFileSync(report(name), "utf8")) as T;
}

type Ended = { code: number | null; printed: string };

async function run({ args, env, beside }: Step, output: "inherit" | "pipe"): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    stdio: ["inherit", output, output],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  process.once("exit", () => child.kill());
  if (beside && child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => {
      printed += data;
    });
  const [code] = (await once(child, output === "pipe" ? "close" : "exit")) as [number | null];
  return { code, printed };
}

/** Everything a change must pass, cheapest failures first. Stops at the first that fails. */
async function main(): Promise<number> {
  const total: Counts = { passed: 0, failed: 0 };
  const early = new Map<Step, Promise<Ended>>();
  for (const step of steps) {
    const { name, counts } = step;
    const started = performance.now();
    for (const other of steps) if (other.beside === name) early.set(other, run(other, "pipe"));
    console.log(`\n==> ${name}`);
    const { code, printed } = await (early.get(step) ?? run(step, "inherit"));
    process.stdout.write(printed);
    const counted = counts && code !== null ? counts() : null;
    total.passed += counted?.passed ?? 0;
    total.failed += counted?.failed ?? 0;
    console.log(`<== ${name}: ${Math.round((performance.now() - started) / 1_000)} s`);
    if (code !== 0 || (counted && counted.passed === 0)) {
      console.log(`\n${name} failed.`);
      console.log(`${total.passed} passed, ${Math.max(1, total.failed)} failed`);
      return 1;
    }
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return 0;
}

const code = await main();
rmSync(reports, { recursive: true, force: true });
process.exit(code);
