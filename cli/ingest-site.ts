import { setTimeout as sleep } from "node:timers/promises";
import type { CrawlSettings, SourceStatus, SyncReport } from "#lib/knowledge/schema.ts";
import { connect, type Target } from "./connect.ts";
import type { Intake, KnowledgeClient } from "./knowledge-client.ts";
import { plain } from "./plain.ts";
import { withRetries } from "./with-retries.ts";

type Input = {
  target: Target;
  kind: "sitemap" | "site";
  sourceName?: string;
  settings: CrawlSettings;
  everyMinutes?: number | null;
  isJson: boolean;
};

const SAY_EVERY_MS = 5_000;
const say = (text: string) => process.stderr.write(`${text}\n`);

/** Has a sitemap's pages, or a site from a page on, taken in; again, only what has changed. */
export async function ingestSite(address: string, input: Input): Promise<number> {
  const { kind, sourceName, settings, everyMinutes, isJson } = input;
  const { client, chatbot } = await connect(input.target);
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort());
  const stop = controller.signal;
  try {
    const source = await client.openSource({
      chatbot,
      kind,
      origin: address,
      name: (sourceName ?? new URL(address).host).slice(0, 200),
      settings,
      ...(everyMinutes === undefined ? {} : { syncMinutes: everyMinutes }),
    });
    await withRetries(() => client.syncSource(source.id), stop);
    const status = await followSync(client, source.id, stop);
    const intake = await followIntake(client, source.id, stop);
    const { state, reason, report } = status.sync;
    const failed = intake.failed.map(({ path, reason: why }) => ({ path, reason: why ?? "" }));
    process.stdout.write(
      isJson
        ? `${JSON.stringify({ state, reason, ...report, counts: intake.counts, notRead: failed })}\n`
        : `${describeSync(status, intake)}\n`,
    );
    return state === "ready" && failed.length === 0 && !stop.aborted ? 0 : 1;
  } finally {
    await client.close();
  }
}

async function followSync(client: KnowledgeClient, id: string, stop: AbortSignal): Promise<SourceStatus> {
  let said = performance.now();
  for (;;) {
    const status = await withRetries(() => client.getSource(id), stop);
    const isOver = status.sync.state !== "queued" && status.sync.state !== "fetching";
    if (isOver || stop.aborted) return status;
    if (status.sync.report && performance.now() - said > SAY_EVERY_MS) {
      said = performance.now();
      say(describeCounts(status.sync.report));
    }
  }
}

const underWay = ({ queued = 0, fetching = 0, parsing = 0, embedding = 0 }: Intake["counts"]) =>
  queued + fetching + parsing + embedding;

async function followIntake(client: KnowledgeClient, id: string, stop: AbortSignal): Promise<Intake> {
  let said = performance.now();
  for (;;) {
    const intake = await withRetries(() => client.listFailed(id), stop);
    if (underWay(intake.counts) === 0 || stop.aborted) return intake;
    if (performance.now() - said > SAY_EVERY_MS) {
      said = performance.now();
      say(`Pages still being processed: ${underWay(intake.counts)}`);
    }
    await sleep(1_000);
  }
}

const describeCounts = ({ changed, unchanged, removed, skippedCount, failedCount }: SyncReport) =>
  `${changed} added or updated, ${unchanged} unchanged, ${removed} deleted, ${skippedCount} skipped, ${failedCount} failed`;

const SHOWN = 20;

function describeSync({ sync }: SourceStatus, intake: Intake): string {
  const { report, reason } = sync;
  const named = [
    ...(report?.skipped ?? []).map((one) => `  skipped ${one.url}: ${one.reason}`),
    ...(report?.failed ?? []).map((one) => `  failed ${one.url}: ${one.reason}`),
    ...intake.failed.map((one) => `  failed ${one.path}: ${one.reason ?? ""}`),
  ];
  const shown = named.slice(0, SHOWN);
  if (named.length > SHOWN) shown.push(`  and ${named.length - SHOWN} more (--json lists all)`);
  const counts = report
    ? `${describeCounts(report)} in ${report.seconds.toFixed(1)} s`
    : "Nothing was crawled.";
  return [counts, ...(reason ? [reason] : []), ...shown].map(plain).join("\n");
}
