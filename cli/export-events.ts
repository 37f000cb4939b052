import { createWriteStream } from "node:fs";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { streamEvents } from "#lib/status/import/stream-events.ts";
import { readOptions } from "./read-options.ts";
import { startDirectory } from "./run-command.ts";
import { UsageError } from "./usage-error.ts";
import { inWorkspace } from "./workspaces.ts";

/** Writes a workspace's events as JSON Lines. */
export async function exportEvents(args: string[]): Promise<number> {
  const { positionals, target } = readOptions(args);
  const [file, ...others] = positionals;
  if (!file || others.length > 0) throw new UsageError("events:export needs one file.");
  const to =
    file === "-" ? process.stdout : createWriteStream(resolve(startDirectory, file), { mode: 0o600 });
  await inWorkspace(target.tenant, (ctx) =>
    pipeline(Readable.from(streamEvents(ctx)), to, { end: file !== "-" }),
  );
  return 0;
}
