import { env } from "#lib/core/env.ts";
import { PROBE_MAX_SECONDS, type QueueProbe } from "#lib/jobs/schema.ts";
import { connectClient, type Target } from "./connect.ts";
import { readOptions } from "./read-options.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_SECONDS = 10;

export async function probeQueue(args: string[]): Promise<number> {
  const { positionals, target, isJson, text } = readOptions(args, { timeout: { type: "string" } });
  if (positionals.length > 0) throw new UsageError("queue:probe takes options only.");
  const timeoutSeconds = readTimeout(text.timeout);
  // On Postgres the test job goes to whichever worker runs, so no server and no API key is needed.
  const isDirect = target.server === undefined && env().DATABASE_URL !== undefined;
  const result = isDirect
    ? await probeDirectly(target.tenant, timeoutSeconds)
    : await probeThroughClient(target, timeoutSeconds);
  process.stdout.write(isJson ? `${JSON.stringify(result)}\n` : formatProbe(result));
  return 0;
}

async function probeDirectly(slug: string | undefined, timeoutSeconds: number) {
  const { probeDatabase } = await import("./probe-database.ts");
  return { place: "the database of DATABASE_URL", ...(await probeDatabase(slug, timeoutSeconds)) };
}

async function probeThroughClient(target: Target, timeoutSeconds: number) {
  const client = await connectClient(target);
  try {
    return { place: client.place, ...(await client.probeQueue({ timeoutSeconds })) };
  } finally {
    await client.close();
  }
}

export function formatProbe({ place, ...probe }: QueueProbe & { place: string }): string {
  return [
    `The test job completed, using ${place}.`,
    `  enqueued    ${probe.enqueuedAt}`,
    `  picked up   after ${probe.pickupMs} ms`,
    `  done        after ${probe.pickupMs + probe.runMs} ms`,
    `  round trip  ${probe.roundTripMs} ms`,
    "",
  ].join("\n");
}

function readTimeout(text: string | undefined): number {
  if (text === undefined) return DEFAULT_SECONDS;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > PROBE_MAX_SECONDS)
    throw new UsageError(`--timeout must be a whole number of seconds from 1 to ${PROBE_MAX_SECONDS}.`);
  return seconds;
}
