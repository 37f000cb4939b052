import { ParleyError } from "#lib/core/errors.ts";
import { contentHash } from "#lib/knowledge/ingestion/content-hash.ts";
import { connect } from "./connect.ts";
import { describeFailures, describeLeftOut, describeReport, pagesPerSecond } from "./format-ingest.ts";
import { ingestPage, isWebAddress } from "./ingest-page.ts";
import { type IngestReport, ingestPlace } from "./ingest-place.ts";
import { ingestSite } from "./ingest-site.ts";
import { showProgress } from "./progress.ts";
import { readOptions } from "./read-options.ts";
import { readPlace } from "./read-place.ts";
import { readWebOptions, webOptions } from "./read-web-options.ts";
import { startDirectory } from "./run-command.ts";
import { INTERRUPTED, stopOnInterrupt } from "./stop-on-interrupt.ts";
import { UsageError } from "./usage-error.ts";

const say = (text: string) => process.stderr.write(`${text}\n`);

export async function ingest(args: string[]): Promise<number> {
  const { positionals, target, isJson, text, flags } = readOptions(args, {
    source: { type: "string" },
    "delete-missing": { type: "boolean" },
    ...webOptions,
  });
  const [path, ...more] = positionals;
  if (!path || more.length > 0) throw new UsageError("ingest needs one PATH or URL.");
  if (isWebAddress(path)) {
    const web = readWebOptions(path, text, flags);
    const named = { target, sourceName: text.source, isJson };
    return web.kind === "page" ? ingestPage(path, named) : ingestSite(path, { ...web, ...named });
  }
  const place = readPlace(path, startDirectory, text.source);
  const deleteMissing = flags.has("delete-missing");
  const leftOut = describeLeftOut(place.walk);
  if (leftOut) say(leftOut);
  if (place.walk.files.length === 0 && !deleteMissing) {
    throw new ParleyError(
      "invalid",
      `There are no supported files in ${path}. Documents added from there earlier were kept.`,
    );
  }
  const { client, chatbot } = await connect(target);
  try {
    const { length } = place.walk.files;
    say(`Adding ${length} ${length === 1 ? "file" : "files"} to ${chatbot}, using ${client.place}`);
    const stop = stopOnInterrupt(
      "Finishing the documents in progress. Run the same command again to continue.",
    );
    const progress = showProgress(process.stderr);
    const report = await ingestPlace({ client, chatbot, place, deleteMissing, contentHash, progress, stop });
    show(report, place.walk.leftOut, isJson);
    if (stop.aborted) return INTERRUPTED;
    return report.failed.length > 0 || report.notSent > 0 || report.kept > 0 ? 1 : 0;
  } finally {
    await client.close();
  }
}

function show(report: IngestReport, leftOut: Map<string, number>, isJson: boolean): void {
  if (isJson) {
    const rounded = {
      seconds: Number(report.seconds.toFixed(3)),
      pagesPerSecond: Number(pagesPerSecond(report).toFixed(3)),
    };
    process.stdout.write(
      `${JSON.stringify({ ...report, ...rounded, leftOut: Object.fromEntries(leftOut) })}\n`,
    );
  } else process.stdout.write(`${describeReport(report)}\n`);
  if (report.failed.length > 0) say(describeFailures(report));
}
