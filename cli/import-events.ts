import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";

import { importEvents as append, type Comparison, compareRows } from "#lib/status/import/import-events.ts";
import { type OldEvent, planImport, type Source, typeMap } from "#lib/status/import/plan-import.ts";
import { readOldDatabases } from "./read-old-databases.ts";
import { readOptions } from "./read-options.ts";
import { startDirectory } from "./run-command.ts";
import { UsageError } from "./usage-error.ts";
import { inWorkspace } from "./workspaces.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);
const fileText = (file: string) => readFile(resolve(startDirectory, file), "utf8");

const exported = z.object({
  id: z.string(),
  type: z.string(),
  aggregateId: z.string(),
  version: z.number(),
  data: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  timestamp: z.string(),
});

/** Imports events from an export or from older databases. @returns 1 if nothing could be imported */
export async function importEvents(args: string[]): Promise<number> {
  const { positionals, target, text, flags } = readOptions(args, {
    events: { type: "string" },
    projections: { type: "string" },
    map: { type: "string" },
    "dry-run": { type: "boolean" },
  });
  const [file, ...others] = positionals;
  if (others.length > 0 || (file === undefined) === (text.events === undefined))
    throw new UsageError("events:import needs a file or --events URL.");
  const types = text.map ? typeMap.parse(JSON.parse(await fileText(text.map))) : {};
  const source: Source = file
    ? { events: readLines(await fileText(file)), teams: [], updates: [] }
    : await readOldDatabases(text.events ?? "", text.projections);
  const plan = planImport(source, types);
  say(`${source.events.length} events, ${source.teams.length} teams, ${source.updates.length} updates found`);
  const { teams, updates } = plan.rowsWithoutEvents;
  if (teams + updates > 0) say(`${teams} teams and ${updates} updates without an event are kept as imported`);
  for (const type of plan.unknownTypes) say(`unknown type: ${type}`);
  for (const id of plan.unreadable) say(`unreadable event: ${id}`);
  if (plan.unknownTypes.length + plan.unreadable.length > 0) {
    say("Nothing was imported.");
    return 1;
  }
  if (flags.has("dry-run")) {
    say(`${plan.events.length} events would be imported.`);
    return 0;
  }
  return inWorkspace(target.tenant, async (ctx) => {
    say(`${await append(ctx, plan)} events imported`);
    return report(await compareRows(ctx, source));
  });
}

function readLines(text: string): OldEvent[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => exported.parse(JSON.parse(line)));
}

/** @returns 1 if the rows of both sides differ */
function report(comparison: Comparison): number {
  let isSame = true;
  for (const [name, { source, here }] of Object.entries(comparison)) {
    if (source.count === 0) continue;
    say(`${name}: source ${source.count} rows ${source.hash}`);
    say(`${name}: here   ${here.count} rows ${here.hash}`);
    isSame &&= source.hash === here.hash;
  }
  return isSame ? 0 : 1;
}
