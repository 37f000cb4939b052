import { isDatabaseUnavailable } from "#db/database-unavailable.ts";
import type { Context } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { addEmbeddings, type Embedded } from "./charge-embeddings.ts";

/** Questions of one chatbot in this time share a statement. */
const STORED_EVERY_MS = 2_000;

type Tally = { ctx: Context; of: Embedded };
type Tallies = { byKey: Map<string, Tally>; timer: NodeJS.Timeout | null; storing: Promise<void> };

const tallies = () =>
  singleton(
    "billing.tallies",
    (): Tallies => ({
      byKey: new Map(),
      timer: null,
      storing: Promise.resolve(),
    }),
  );

/**
 * Counts the embedding of a turn's question without keeping the turn waiting: tokens are collected and stored
 * every two seconds. A crash loses the count of that time, at most.
 */
export function tallyEmbeddings(ctx: Context, of: Embedded): void {
  const all = tallies();
  const key = `${ctx.tenantId}/${of.chatbotId}/${of.model}`;
  const tokens = (all.byKey.get(key)?.of.tokens ?? 0) + of.tokens;
  all.byKey.set(key, { ctx, of: { ...of, tokens } });
  all.timer ??= setTimeout(storeTallies, STORED_EVERY_MS).unref();
}

/** Stores what was collected. Keeps it for the next time if the database is unavailable. Never throws. */
export function storeTallies(): Promise<void> {
  const all = tallies();
  if (all.timer) clearTimeout(all.timer);
  all.timer = null;
  all.storing = all.storing.then(() => store(all.byKey));
  return all.storing;
}

async function store(byKey: Map<string, Tally>): Promise<void> {
  const collected = [...byKey.values()];
  byKey.clear();
  for (const { ctx, of } of collected) {
    try {
      await addEmbeddings(ctx, of);
    } catch (error) {
      if (isDatabaseUnavailable(error)) tallyEmbeddings(ctx, of);
      else log().warn({ tenantId: ctx.tenantId, ...errorFields(error) }, "embedded tokens not counted");
    }
  }
}
