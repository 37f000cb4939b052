import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listChangedEntryRows } from "../queries/entries.ts";
import type { KnowledgeEvent } from "../schema.ts";
import { describeEntry } from "./describe-entry.ts";
import { listSourceOverviews } from "./list-source-overviews.ts";

const POLL_MS = 1_000;
/** A row has its writer's clock time but becomes visible only at commit. */
const OVERLAP_MS = 10_000;
const RECENT_MS = 60_000;
const MAX_RESUME_MS = 3_600_000;
const MAX_ENTRIES = 1_000;

type StreamOptions = {
  /** Aborts when the reader disconnects or loses access. */
  signal: AbortSignal;
  /** Where an earlier stream ended. */
  since?: Date | null;
  forMs?: number;
  everyMs?: number;
};

/**
 * Streams changes to a chatbot's knowledge, starting with the current state. Polls once a second, because the
 * embedded database has no notifications.
 */
export async function* streamKnowledgeChanges(
  ctx: Context,
  chatbotId: Id<"bot">,
  { signal, since, forMs = Number.POSITIVE_INFINITY, everyMs = POLL_MS }: StreamOptions,
): AsyncGenerator<KnowledgeEvent> {
  const until = performance.now() + forMs;
  const startedAt = ctx.now().getTime();
  let from = Math.max(startedAt - MAX_RESUME_MS, (since?.getTime() ?? startedAt - RECENT_MS) - OVERLAP_MS);
  let sentSources = "";
  let sent = new Map<string, string>();
  while (!signal.aborted && performance.now() < until) {
    const at = ctx.now();
    const sources = await listSourceOverviews(ctx, chatbotId);
    const rows = await listChangedEntryRows(ctx, chatbotId, new Date(from), MAX_ENTRIES);
    const entries = rows.map(describeEntry);
    const changed = entries.filter((entry) => sent.get(keyOf(entry)) !== JSON.stringify(entry));
    const asText = JSON.stringify(sources);
    if (changed.length > 0 || asText !== sentSources) {
      yield {
        at: at.toISOString(),
        ...(asText !== sentSources && { sources }),
        ...(changed.length > 0 && { entries: changed }),
      };
    }
    sentSources = asText;
    sent = new Map(entries.map((entry) => [keyOf(entry), JSON.stringify(entry)]));
    from = at.getTime() - OVERLAP_MS;
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

const keyOf = ({ sourceId, path }: { sourceId: string; path: string }) => `${sourceId}/${path}`;
