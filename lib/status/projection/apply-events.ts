import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { log } from "#lib/core/log.ts";
import { readAfter, readStream } from "../queries/events.ts";
import { loadTables } from "../queries/load-tables.ts";
import { type Checkpoint, lockLive, saveCheckpoint, saveTables } from "../queries/projections.ts";
import { applyStored, type Parsed, parseStored, refold, streamsOf } from "./tables.ts";

const BATCH = 500;

/** `busy`: another transaction is writing. `missing`: this code has no projection yet. */
export type Applied = "done" | "more" | "busy" | "missing";

/** Applies the next events to the live projection, with its checkpoint in the same transaction. */
export function applyEvents(ctx: Context): Promise<Applied> {
  return transaction(ctx, async (tx) => {
    const checkpoint = await lockLive(tx);
    if (checkpoint === "busy") return "busy";
    if (!checkpoint) return "missing";
    return (await applyTo(tx, checkpoint, BATCH)) < BATCH ? "done" : "more";
  });
}

/**
 * Applies the events that follow a locked checkpoint, and moves it. @returns the number of events
 * @throws Error if a position is missing, which would lose an event
 */
export async function applyTo(tx: Context, checkpoint: Checkpoint, limit: number): Promise<number> {
  const stored = await readAfter(tx, checkpoint.position, limit);
  if (stored.length === 0) return 0;
  stored.forEach(({ position }, index) => {
    if (position !== checkpoint.position + index + 1)
      throw new Error(`Event ${checkpoint.position + index + 1} is missing.`);
  });
  const parsed = stored.map(parseStored);
  const redacted = await readRedacted(tx, parsed);
  const streams = new Set([...parsed, ...redacted.flatMap(({ events }) => events)].flatMap(streamsOf));
  // A stream that begins here has no rows yet.
  const begun = new Set(stored.filter(({ version }) => version === 1).map(({ stream }) => stream));
  const known = [...streams].filter((stream) => !begun.has(stream));
  const tables = await loadTables(tx, checkpoint.generation, known);
  const parkedBefore = new Set(tables.parked.keys());
  for (const one of parsed) {
    applyStored(tables, one);
    for (const { by, stream, events } of redacted) if (by === one) refold(tables, stream, events);
  }
  // Not the teams that were read only to know that they exist.
  const changed = new Set([...stored, ...redacted].map(({ stream }) => stream));
  await saveTables(tx, checkpoint.generation, tables, changed);
  const position = checkpoint.position + stored.length;
  await saveCheckpoint(tx, { ...checkpoint, position });
  checkpoint.position = position;
  for (const stream of tables.parked.keys())
    if (!parkedBefore.has(stream))
      log().error({ tenantId: tx.tenantId, position: tables.parked.get(stream)?.position }, "stream parked");
  return stored.length;
}

type Redacted = { by: Parsed; stream: string; events: Parsed[] };

/** The streams from which a person was erased, teams first: what belongs to a team needs it. */
async function readRedacted(tx: Context, parsed: Parsed[]): Promise<Redacted[]> {
  const redacted: Redacted[] = [];
  for (const by of parsed) {
    if (by.event?.type !== "person.forgotten") continue;
    for (const stream of by.event.data.streams.toSorted((a, b) => rankOf(a) - rankOf(b))) {
      const events = await readStream(tx, stream, by.stored.position);
      redacted.push({ by, stream, events: events.map(parseStored) });
    }
  }
  return redacted;
}

const rankOf = (stream: string) => (stream.startsWith("team/") ? 0 : 1);
