import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { connect } from "./connect.ts";
import { askGolden } from "./eval/ask-golden.ts";
import { formatFailure, formatSummary, summaryRecord, verdictRecord } from "./eval/format-eval.ts";
import type { GoldenQuestion } from "./eval/golden.ts";
import type { Verdict } from "./eval/judge-answer.ts";
import { readGolden } from "./eval/read-golden.ts";
import { sumUp } from "./eval/sum-up.ts";
import {
  missedThresholds,
  readShare,
  type Threshold,
  type ThresholdName,
  thresholdOptions,
} from "./eval/thresholds.ts";
import { showProgress } from "./progress.ts";
import { readOptions } from "./read-options.ts";
import { startDirectory } from "./run-command.ts";
import { INTERRUPTED, stopOnInterrupt } from "./stop-on-interrupt.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_FIRST = 8;
const MAX_FIRST = 100;
const DEFAULT_PARALLEL = 2;
const MAX_PARALLEL = 16;
const thresholdNames = Object.keys(thresholdOptions) as ThresholdName[];
const say = (text: string) => process.stderr.write(`${text}\n`);

/** Asks the golden questions of a file and says how a chatbot did. */
export async function evaluate(args: string[]): Promise<number> {
  const { positionals, target, isJson, text } = readOptions(args, {
    first: { type: "string" },
    parallel: { type: "string" },
    ...Object.fromEntries(thresholdNames.map((name) => [name, { type: "string" as const }])),
  });
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new UsageError("eval needs one FILE with golden questions.");
  const first = readWhole("first", text.first, DEFAULT_FIRST, MAX_FIRST);
  const parallel = readWhole("parallel", text.parallel, DEFAULT_PARALLEL, MAX_PARALLEL);
  const thresholds = readThresholds(text);
  const questions = readFile(file);
  const { client, chatbot } = await connect(target);
  try {
    const { length } = questions;
    say(`Asking ${chatbot} ${length} ${length === 1 ? "question" : "questions"}, using ${client.place}`);
    const stop = stopOnInterrupt("Finishing the questions in progress.");
    const progress = showProgress(process.stderr, "questions");
    const failures: string[] = [];
    const onVerdict = (verdict: Verdict) => {
      if (isJson) process.stdout.write(`${JSON.stringify(verdictRecord(verdict))}\n`);
      else if (verdict.outcome !== "right") failures.push(formatFailure(file, verdict));
    };
    const run = { client, chatbot, questions, first, parallel, progress, stop, onVerdict };
    const { verdicts, notAsked, left } = await askGolden(run);
    const summaries = sumUp(verdicts);
    const all = summaries.at(-1);
    const missed = all ? missedThresholds(thresholds, all) : [];
    process.stdout.write(
      isJson
        ? `${JSON.stringify(summaryRecord(summaries, { notAsked, missed }))}\n`
        : `${failures.join("")}${failures.length > 0 ? "\n" : ""}${formatSummary(summaries)}`,
    );
    if (left > 0) say(`${left} ${left === 1 ? "conversation" : "conversations"} could not be deleted.`);
    if (notAsked > 0) say(`${notAsked} ${notAsked === 1 ? "question was" : "questions were"} not asked.`);
    for (const sentence of missed) say(sentence);
    if (stop.aborted) return INTERRUPTED;
    return notAsked > 0 || missed.length > 0 || (all?.errors.count ?? 0) > 0 ? 1 : 0;
  } finally {
    await client.close();
  }
}

function readFile(file: string): GoldenQuestion[] {
  let content: string;
  try {
    content = readFileSync(file === "-" ? 0 : resolve(startDirectory, file), "utf8");
  } catch (error) {
    throw new UsageError(
      `${file} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return readGolden(file, content);
}

function readThresholds(text: Record<string, string | undefined>): Threshold[] {
  return thresholdNames.flatMap((name) => {
    const given = text[name];
    if (given === undefined) return [];
    const share = readShare(given);
    if (share === null)
      throw new UsageError(`--${name} must be a number such as 0.9 or a percentage such as 90%.`);
    return [{ name, share }];
  });
}

function readWhole(name: string, text: string | undefined, usual: number, most: number): number {
  if (text === undefined) return usual;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw new UsageError(`--${name} must be a whole number from 1 to ${most}.`);
  return number;
}
