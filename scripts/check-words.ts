import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { findBannedWords, isChecked } from "./words/find-banned-words.ts";

const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
  encoding: "utf8",
  maxBuffer: 1e8,
});
const files = listed.split("\n").filter((file) => isChecked(file) && existsSync(file));
const findings = files.flatMap((file) => findBannedWords(file, readFileSync(file, "utf8")));
for (const { file, line, what } of findings) console.error(`${file}:${line}: ${what}`);

const long = findings.filter(({ what }) => what.startsWith("comment")).length;
console.log(
  `Words: ${files.length} files, ${findings.length - long} banned words (see docs/glossary.md), ${long} comment lines that are too long.`,
);
if (files.length === 0) throw new Error("The word check read no files, so it proves nothing.");
if (findings.length > 0) {
  console.error("Use the terms of docs/glossary.md, and wrap comments at 110 columns.");
  process.exitCode = 1;
}
