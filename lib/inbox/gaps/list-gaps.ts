import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { withoutAuthorTags } from "#lib/prompt/author-tags.ts";
import { countGaps, type GapRow, listGapRows } from "../queries/gaps.ts";
import type { GapState } from "../schema.ts";
import { collectGaps } from "./collect-gaps.ts";

export type GapPage = {
  gaps: GapRow[];
  counts: Record<GapState, number>;
  /** The number of the next page. */
  next: number | null;
};

const PAGE = 30;
const MAX_PAGE = 1_000;

/**
 * A page of a chatbot's gaps, those that left most people without an answer first. Questions asked since the
 * last time are grouped before.
 * @param page from 0
 */
export async function listGaps(
  ctx: Context,
  chatbot: Chatbot,
  { state, page = 0 }: { state: GapState; page?: number },
): Promise<GapPage> {
  await collectGaps(ctx, chatbot);
  const at = Number.isSafeInteger(page) ? Math.min(Math.max(page, 0), MAX_PAGE) : 0;
  const [rows, counts] = await Promise.all([
    listGapRows(ctx, chatbot.id, state, { offset: at * PAGE, limit: PAGE + 1 }),
    countGaps(ctx, chatbot.id),
  ]);
  return {
    gaps: rows.slice(0, PAGE).map((row) => ({ ...row, text: row.text && withoutAuthorTags(row.text) })),
    counts,
    next: rows.length > PAGE ? at + 1 : null,
  };
}
