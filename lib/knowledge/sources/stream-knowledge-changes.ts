import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listChangedRows } from "../queries/entries.ts";
import type { KnowledgeEvent } from "../schema.ts";
import { describeEntry } from "./describe-entry.ts";
import { listSourceOverviews } from "./list-source-overviews.ts";

const LOOK_EVERY_MS = 1_000;
/** A row is written at the time its writer's clock says, and is seen when it commits. */
const OVERLAP_MS = 10_000;
const RECENT_MS = 60_000;
const LONGEST_BREAK_MS = 3_600_000;
const MOST_AT_ONCE = 1_000;

type Watch = {
  /** Aborts when whoever watches has left, or may not watch any more. */
  signal: AbortSignal;
  /** Where an earlier watch was broken off. */
  since?: Date | null;
  forMs?: number;
  everyMs?: number;
};

/**
 * Tells what changes in a chatbot's knowledge as it changes, beginning with how things are. The table is looked at once
 * a second: the embedded database notifies nobody.
 */
export async function* streamKnowledgeChanges(
  ctx: Context,
  chatbotId: Id<"bot">,
  { signal, since, forMs = Number.POSITIVE_INFINITY, everyMs = LOOK_EVERY_MS }: Watch,
): AsyncGenerator<KnowledgeEvent> {
  const until = performance.now() + forMs;
  const began = ctx.now().getTime();
  let from = Math.max(began - LONGEST_BREAK_MS, (since?.getTime() ?? began - RECENT_MS) - OVERLAP_MS);
  let toldSources = "";
  let told = new Map<string, string>();
  while (!signal.aborted && performance.now() < until) {
    const at = ctx.now();
    const sources = await listSourceOverviews(ctx, chatbotId);
    const rows = await listChangedRows(ctx, chatbotId, new Date(from), MOST_AT_ONCE);
    const entries = rows.map(describeEntry);
    const isNew = entries.filter((entry) => told.get(keyOf(entry)) !== JSON.stringify(entry));
    const asText = JSON.stringify(sources);
    if (isNew.length > 0 || asText !== toldSources) {
      yield {
        at: at.toISOString(),
        ...(asText !== toldSources && { sources }),
        ...(isNew.length > 0 && { entries: isNew }),
      };
    }
    toldSources = asText;
    told = new Map(entries.map((entry) => [keyOf(entry), JSON.stringify(entry)]));
    from = at.getTime() - OVERLAP_MS;
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

const keyOf = ({ sourceId, path }: { sourceId: string; path: string }) => `${sourceId}/${path}`;
