import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const runbook = readFileSync("docs/runbook.md", "utf8");
const files = execFileSync("git", ["ls-files", "lib", "db", "app", "worker", "*.ts"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".test.ts"));
const source = [...files, "i18n/en.json"].map((file) => readFileSync(file, "utf8")).join("\n");

/** Messages in quotation marks in the first column of a table; "…" stands for a value. */
const quoted = runbook
  .split("\n")
  .flatMap((line) => /^\| ([^|]+) \|/.exec(line)?.[1] ?? [])
  .flatMap((cell) => [...cell.matchAll(/"([^"`]+ [^"`]+)"/g)].map(([, message = ""]) => message));

it.each(quoted)("the message “%s” of the runbook is one that Parley writes", (message) => {
  expect(source.includes(message.replace(/\s*…$/, ""))).toBe(true);
});
