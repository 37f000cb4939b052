import { type SQL, sql } from "drizzle-orm";
import { notingAnswer } from "#lib/analytics/note-facts.ts";
import type { Context } from "#lib/context/context.ts";
import { idToUuid } from "#lib/core/ids.ts";
import type { HeldTurn, QuotedPassage, TurnResult } from "../turn/turn.ts";
import { type LogRow, logArrays } from "./turn-log.ts";

/**
 * Every end of a turn comes here: answered, claimed or queued. Ends it once, in one statement, with the rest
 * of its log, by the SQL function `close_turn` (db/functions/close-turn.sql). A turn that has ended or was
 * taken over does not change.
 * @param settling expression that settles the turn's usage
 * @returns whether another turn of its conversation is queued, and the value of `settling`; null where it was
 * not ended here
 */
export async function endTurn(
  ctx: Context,
  turn: HeldTurn,
  result: TurnResult,
  rest: LogRow[],
  settling: SQL<boolean>,
): Promise<{ hasNext: boolean; isDue: boolean } | null> {
  const { state, errorCode, inputTokens, outputTokens, firstTokenAt, text, quoted, cards, skills } = result;
  const { grounding, evidence } = result;
  const { offsets, chunks } = logArrays(rest);
  const rows = await ctx.db.execute(sql`
    with ended as materialized (select has_next, case when has_next is not null then ${settling} end as is_due
    from platform.close_turn(${idToUuid(ctx.tenantId)}, ${idToUuid(turn.turnId)}, ${turn.epoch}, ${idToUuid(turn.answerId)},
      ${state}, ${errorCode}, ${inputTokens}, ${outputTokens}, ${firstTokenAt?.toISOString() ?? null}, ${text},
      ${offsets}, ${chunks}, ${quotes(quoted)}, ${jsonOrNull(cards)}, ${jsonOrNull(skills)},
      ${grounding}, ${evidence}))
    select has_next, is_due, ${notingAnswer(ctx, turn.turnId)} from ended`);
  const row = (rows as unknown as { has_next: boolean; is_due: boolean }[])[0];
  return row ? { hasNext: row.has_next, isDue: row.is_due } : null;
}

function jsonOrNull(items: readonly unknown[]): string | null {
  return items.length > 0 ? JSON.stringify(items) : null;
}

/** JSON with the column names as keys. */
function quotes(quoted: QuotedPassage[]): string | null {
  if (quoted.length === 0) return null;
  return JSON.stringify(
    quoted.map((quote) => ({
      number: quote.number,
      document_id: idToUuid(quote.documentId),
      document_version: quote.documentVersion,
      ordinal: quote.ordinal,
      start_offset: quote.startOffset,
      end_offset: quote.endOffset,
      heading_path: quote.headingPath,
    })),
  );
}
