import { and, eq, inArray, sql } from "drizzle-orm";
import { citations, documents, messages, turns } from "#db/schema/index.ts";
import type { Context } from "#lib/core/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import type { TurnErrorCode, TurnState } from "../schema.ts";
import { type LogRow, logArrays } from "./turn-log.ts";
import { type HeldTurn, heldTurn } from "./turns.ts";

export type QuotedPassage = {
  number: number;
  documentId: Id<"doc">;
  documentVersion: string;
  ordinal: number;
  startOffset: number;
  endOffset: number;
  headingPath: string[];
};

export type TurnResult = {
  state: Exclude<TurnState, "running">;
  errorCode: TurnErrorCode | null;
  text: string;
  inputTokens: number | null;
  outputTokens: number | null;
  firstTokenAt: Date | null;
  quoted: QuotedPassage[];
};

/**
 * Ends a turn once, with the rest of its log: one that has already ended, or was taken over, stays as it is.
 * @returns whether another turn of its conversation waits; null where it was not ended here
 */
export async function closeTurn(
  tx: Context,
  turn: HeldTurn,
  result: TurnResult,
  rest: LogRow[],
): Promise<{ hasNext: boolean } | null> {
  const { text, quoted, ...columns } = result;
  // Held first, and by waiting: the log's own function would pass over a turn that someone else holds.
  // The conversation before it, like whoever puts a turn into its queue: none that waits is overlooked.
  const tenant = idToUuid(tx.tenantId);
  const turnUuid = idToUuid(turn.turnId);
  const held = await tx.db.execute(sql`
    with place as materialized (
      select c.id from platform.conversations c where c.tenant_id = ${tenant} and c.id =
        (select conversation_id from platform.turns where tenant_id = ${tenant} and id = ${turnUuid}) for no key update
    ), mine as materialized (
      select t.id from place join platform.turns t on t.conversation_id = place.id
      where t.tenant_id = ${tenant} and t.id = ${turnUuid} and t.epoch = ${turn.epoch} and t.state = 'running'
      for no key update of t)
    select log.outcome from mine, lateral platform.append_turn_log(${logArrays(rest)}) log`);
  if ((held as unknown as { outcome: string }[])[0]?.outcome !== "accepted") return null;
  const [ended] = await tx.db
    .update(turns)
    .set({ ...columns, endedAt: sql`now()` })
    .where(heldTurn(tx, turn))
    .returning({
      hasNext: sql<boolean>`exists (select from platform.turns w where w.tenant_id = ${turns.tenantId}
        and w.conversation_id = ${turns.conversationId} and w.state = 'running' and w.waiting_since is not null and w.epoch = 0)`,
    });
  if (!ended) return null;
  await tx.db
    .update(messages)
    .set({ contentFull: text, contentBrief: text.slice(0, 200) })
    .where(and(eq(messages.tenantId, tx.tenantId), eq(messages.id, turn.answerId)));
  await storeQuotes(tx, turn, quoted);
  return ended;
}

/** Of documents that are still there. */
async function storeQuotes(tx: Context, { answerId }: HeldTurn, quoted: QuotedPassage[]): Promise<void> {
  if (quoted.length === 0) return;
  const named = [...new Set(quoted.map((quote) => quote.documentId))];
  const live = await tx.db
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.tenantId, tx.tenantId), inArray(documents.id, named)))
    .for("key share");
  const isLive = new Set(live.map(({ id }) => id));
  const rows = quoted.filter((quote) => isLive.has(quote.documentId));
  if (rows.length > 0)
    await tx.db
      .insert(citations)
      .values(rows.map((row) => ({ tenantId: tx.tenantId, messageId: answerId, ...row })));
}
