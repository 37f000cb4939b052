import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { SearchAnswer } from "#lib/knowledge/retrieval/schema.ts";
import { QUERY_MAX_CHARS } from "#lib/knowledge/retrieval/schema.ts";
import { connect } from "./connect.ts";
import { errorSentence } from "./error-sentence.ts";
import { formatAnswer, toRecord } from "./format-search.ts";
import type { KnowledgeClient } from "./knowledge-client.ts";
import { readOptions } from "./read-options.ts";
import { startDirectory } from "./run-command.ts";
import { UsageError } from "./usage-error.ts";
import { isPassing, withRetries } from "./with-retries.ts";

const DEFAULT_LIMIT = 8;
const MAX_LIMIT = 100;

export async function search(args: string[]): Promise<number> {
  const { positionals, target, isJson, text } = readOptions(args, {
    limit: { type: "string" },
    file: { type: "string" },
  });
  const limit = readLimit(text.limit);
  const words = positionals.join(" ").trim();
  if (text.file ? words : !words) throw new UsageError('search needs "WORDS" or --file QUERIES.');
  const queries = text.file ? readQueries(text.file) : null;
  const { client, chatbot } = await connect(target);
  try {
    const find = (query: string) => client.search({ chatbot, query, limit });
    if (queries) return await searchAll(queries, find);
    const answer = await find(words);
    process.stdout.write(isJson ? `${JSON.stringify(toRecord(answer))}\n` : formatAnswer(answer));
    return 0;
  } finally {
    await client.close();
  }
}

/** One line out for each query, in order. A query that fails has an `error` and does not stop the others. */
async function searchAll(
  queries: string[],
  find: (query: string) => ReturnType<KnowledgeClient["search"]>,
): Promise<number> {
  let failed = 0;
  for (const query of queries) {
    const record = await withRetries(() => find(query)).then(
      (answer: SearchAnswer) => toRecord({ ...answer, query }),
      (error: unknown) => {
        if (isPassing(error) || failed === 0) process.stderr.write(`${errorSentence(error)}\n`);
        if (isPassing(error)) throw error;
        failed += 1;
        return { query, answerable: false, results: [], error: errorSentence(error) };
      },
    );
    process.stdout.write(`${JSON.stringify(record)}\n`);
  }
  if (failed > 0) process.stderr.write(`${failed} of ${queries.length} queries failed.\n`);
  return failed > 0 ? 1 : 0;
}

function readQueries(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : resolve(startDirectory, file), "utf8");
  } catch (error) {
    throw new UsageError(
      `${file} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const queries = text.split(/\r?\n/).map((line) => line.trim());
  return queries.filter((query) => query !== "").map((query) => query.slice(0, QUERY_MAX_CHARS));
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new UsageError(`--limit must be a whole number from 1 to ${MAX_LIMIT}.`);
  }
  return limit;
}
