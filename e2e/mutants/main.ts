import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { startServices } from "#testing/postgres/services.ts";
import { type Mutant, mutants } from "./list.ts";

type Run = { passed: number; failed: number; failures: string };
type TestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
};

/**
 * Applies each bug of the list to a copy of the project, one after another, and runs its test. A bug that
 * leaves the test green is a hole in the tests. Arguments select bugs by name.
 */
async function main(words: string[]): Promise<number> {
  const chosen = mutants.filter(({ name }) => words.every((word) => name.includes(word)));
  const copy = copyProject();
  const services = chosen.some(({ project }) => project === "services") ? await startServices() : null;
  const env: Record<string, string> = services
    ? { TEST_DATABASE_URL: services.databaseUrl, TEST_REDIS_URL: services.redisUrl }
    : {};
  const survivors: string[] = [];
  try {
    for (const test of new Set(chosen.map(({ project, test }) => `${project} ${test}`))) {
      const [project = "", file = ""] = test.split(" ");
      const { passed, failed, failures } = await ask(copy, project, file, env);
      if (passed === 0 || failed > 0) throw new Error(`${file} fails without any bug:\n${failures}`);
    }
    for (const mutant of chosen) {
      const restore = plant(copy, mutant);
      const started = performance.now();
      const { failed } = await ask(copy, mutant.project, mutant.test, env);
      restore();
      const seconds = ((performance.now() - started) / 1_000).toFixed(0);
      if (failed === 0) survivors.push(mutant.name);
      const verdict = failed > 0 ? "found" : "NOT FOUND";
      console.log(`${verdict} · ${mutant.name} · ${mutant.test} · ${seconds} s`);
    }
  } finally {
    await services?.stop();
    rmSync(copy, { recursive: true, force: true });
  }
  console.log(`\n${chosen.length - survivors.length} of ${chosen.length} found`);
  return survivors.length === 0 && chosen.length > 0 ? 0 : 1;
}

function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), "parley-mutants-"));
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  for (const file of String(files).split("\0").filter(Boolean)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(file, join(copy, file));
  }
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
  return copy;
}

function plant(copy: string, { name, file, find, put }: Mutant): () => void {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`"${name}": its line occurs ${parts.length - 1} times in ${file}.`);
  writeFileSync(path, parts.join(put));
  return () => writeFileSync(path, source);
}

/** Only a test that ran and failed counts; a file that does not load is a mistake in the list. */
async function ask(copy: string, project: string, test: string, env: Record<string, string>): Promise<Run> {
  const report = join(copy, "report.json");
  rmSync(report, { force: true });
  const vitest = [join("node_modules", "vitest", "vitest.mjs"), "run", "--project", project, test];
  const child = spawn(
    process.execPath,
    // The first red test is enough. A bug that makes a test wait forever is found before its own limit.
    [...vitest, "--reporter=json", `--outputFile=${report}`, "--testTimeout=60000", "--bail=1"],
    {
      cwd: copy,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  await once(child, "exit");
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    testResults,
  } = JSON.parse(readFileSync(report, "utf8")) as TestReport;
  const failures = testResults
    .flatMap(({ message = "", assertionResults }) => [
      message,
      ...assertionResults.flatMap(({ status, fullName, failureMessages }) =>
        status === "failed" ? [fullName, ...failureMessages] : [],
      ),
    ])
    .join("\n");
  if (passed + failed === 0) throw new Error(`No test of ${test} ran:\n${failures}\n${output}`);
  return { passed, failed, failures };
}

process.exit(await main(process.argv.slice(2)));
