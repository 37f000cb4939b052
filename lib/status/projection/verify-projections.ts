import { createHash } from "node:crypto";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { listChangedEvents, readAfter } from "../queries/events.ts";
import { loadTables } from "../queries/load-tables.ts";
import { findLive, readOneSnapshot } from "../queries/projections.ts";
import { project } from "./project.ts";
import { applyStored, emptyTables, parseStored, type Tables } from "./tables.ts";

const PAGE = 5_000;
const MAX_NAMED = 20;

export type Verification = {
  /** Number of events that the projections include. */
  position: number;
  /** SHA-256 over all rows: of the projections, and of the events folded again. */
  hash: { projected: string; folded: string };
  /** Streams whose rows differ, at most 20. */
  differences: string[];
  /** Events whose data is no longer what was appended, at most 20. */
  changedEvents: string[];
  parked: number;
};

/** Compares the projections with a fold of all events up to their checkpoint, in one snapshot. */
export async function verifyProjections(ctx: Context): Promise<Verification> {
  await project(ctx);
  return transaction(ctx, async (tx) => {
    await readOneSnapshot(tx);
    const live = (await findLive(tx)) ?? { generation: 0, position: 0 };
    const folded = await fold(tx, live.position);
    const projected = await loadTables(tx, live.generation);
    const [rows, expected] = [rowsOf(projected), rowsOf(folded)];
    const streams = new Set([...rows.keys(), ...expected.keys()]);
    const differences = [...streams].filter((stream) => rows.get(stream) !== expected.get(stream)).sort();
    return {
      position: live.position,
      hash: { projected: hashOf(rows), folded: hashOf(expected) },
      differences: differences.slice(0, MAX_NAMED),
      changedEvents: await listChangedEvents(tx, live.position),
      parked: projected.parked.size,
    };
  });
}

async function fold(tx: Context, until: number): Promise<Tables> {
  const tables = emptyTables();
  for (let position = 0; position < until; ) {
    const page = await readAfter(tx, position, Math.min(PAGE, until - position));
    for (const stored of page) applyStored(tables, parseStored(stored));
    position += page.length;
    if (page.length === 0) break;
  }
  return tables;
}

/** Each stream's row as one text that does not depend on the order of its keys. */
function rowsOf(tables: Tables): Map<string, string> {
  const rows = new Map<string, string>();
  for (const map of [tables.teams, tables.rounds, tables.updates])
    for (const [stream, { state, version }] of map)
      if (state.kind !== "removed" && state.kind !== "none") rows.set(stream, textOf({ state, version }));
  for (const [stream, parked] of tables.parked) rows.set(`parked ${stream}`, textOf(parked));
  return rows;
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function hashOf(rows: Map<string, string>): string {
  const hash = createHash("sha256");
  for (const stream of [...rows.keys()].sort()) hash.update(`${stream} ${rows.get(stream)}\n`);
  return hash.digest("hex");
}
