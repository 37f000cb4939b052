import type { DocumentInput, FileInput } from "#lib/knowledge/schema.ts";
import { errorSentence } from "./error-sentence.ts";
import type { KnowledgeClient } from "./knowledge-client.ts";
import { type HashedFile, planIngest, planRemoval } from "./plan-ingest.ts";
import type { Progress } from "./progress.ts";
import { readDocument } from "./read-document.ts";
import type { Place } from "./read-place.ts";
import { isPassing, withRetries } from "./with-retries.ts";

type Failure = { path: string; reason: string };
export type IngestReport = {
  created: number;
  replaced: number;
  unchanged: number;
  deleted: number;
  failed: Failure[];
  chunks: number;
  windows: number;
  /** Documents that contain text hidden from readers. */
  hiding: string[];
  /** Files that were to be sent and were not: stopped, or the server stayed away. */
  notSent: number;
  /** Documents whose files are gone, and why they were kept. */
  kept: number;
  keptBecause: string | null;
  seconds: number;
};

type Input = {
  client: KnowledgeClient;
  chatbot: string;
  place: Place;
  deleteMissing: boolean;
  contentHash(document: DocumentInput | FileInput): string;
  progress: Progress;
  /** Lets the documents under way finish and begins no more. */
  stop: AbortSignal;
};

/** Brings a source up to what its place holds: sends the new and the changed, then removes what is gone. */
export async function ingestPlace(input: Input): Promise<IngestReport> {
  const { client, chatbot, place, progress, stop } = input;
  const started = performance.now();
  const report: IngestReport = {
    created: 0,
    replaced: 0,
    unchanged: 0,
    deleted: 0,
    failed: place.walk.unreadable.map(({ path, reason }) => ({ path, reason })),
    chunks: 0,
    windows: 0,
    hiding: [],
    notSent: 0,
    kept: 0,
    keptBecause: null,
    seconds: 0,
  };
  const source = await withRetries(() => client.openSource({ ...place.source, chatbot }), stop);
  const known = await withRetries(() => client.listDocuments(source.id), stop);
  const hashed = await hashFiles(input, report);
  const plan = planIngest(hashed, known);
  report.unchanged = plan.unchanged;
  progress.start(plan.put);
  await sendAll(input, source.id, plan.put, report);
  if (!stop.aborted && report.notSent === 0) {
    const removal = planRemoval({
      kind: place.source.kind === "folder" && source.kind === "folder" ? "folder" : "file",
      known: known.map((document) => document.path),
      present: place.walk.files.map((file) => file.path),
      hasUnreadable: place.walk.unreadable.length > 0,
      deleteMissing: input.deleteMissing,
    });
    report.kept = removal.keep.length;
    report.keptBecause = removal.why;
    await removeAll(input, source.id, removal.remove, report);
  }
  progress.stop();
  report.failed.sort((a, b) => (a.path < b.path ? -1 : 1));
  report.seconds = (performance.now() - started) / 1000;
  return report;
}

async function hashFiles({ place, contentHash, stop }: Input, report: IngestReport): Promise<HashedFile[]> {
  const hashed: HashedFile[] = [];
  for (const file of place.walk.files) {
    if (stop.aborted) {
      report.notSent += 1;
      continue;
    }
    const document = await readDocument(file);
    if ("refused" in document) report.failed.push({ path: file.path, reason: document.refused });
    else hashed.push({ ...file, hash: contentHash(document) });
  }
  return hashed;
}

async function sendAll(
  input: Input,
  sourceId: string,
  files: HashedFile[],
  report: IngestReport,
): Promise<void> {
  const queue = files.values();
  let isAway = false;
  const work = async () => {
    for (const file of queue) {
      if (isAway || input.stop.aborted) {
        report.notSent += 1;
        continue;
      }
      isAway = !(await sendOne(input, sourceId, file, report)) || isAway;
      input.progress.step(file);
    }
  };
  await Promise.all(Array.from({ length: input.client.concurrency }, work));
}

/**
 * @returns false when the server stayed unavailable through all retries: each further file would wait
 * again.
 */
async function sendOne(
  input: Input,
  sourceId: string,
  file: HashedFile,
  report: IngestReport,
): Promise<boolean> {
  const { client, stop } = input;
  const document = await readDocument(file);
  if ("refused" in document) {
    report.failed.push({ path: file.path, reason: document.refused });
    return true;
  }
  try {
    const { outcome, chunks, windows, hidden } = await withRetries(
      () => client.putDocument(sourceId, document),
      stop,
    );
    report[outcome] += 1;
    if (outcome !== "unchanged") {
      report.chunks += chunks;
      report.windows += windows;
      if (hidden) report.hiding.push(file.path);
    }
    return true;
  } catch (error) {
    report.failed.push({ path: file.path, reason: errorSentence(error) });
    return !isPassing(error);
  }
}

async function removeAll(
  input: Input,
  sourceId: string,
  paths: string[],
  report: IngestReport,
): Promise<void> {
  for (const path of paths) {
    if (input.stop.aborted) return;
    try {
      await withRetries(() => input.client.deleteDocument(sourceId, path), input.stop);
      report.deleted += 1;
    } catch (error) {
      report.failed.push({ path, reason: `It could not be deleted: ${errorSentence(error)}` });
      if (isPassing(error)) return;
    }
  }
}
