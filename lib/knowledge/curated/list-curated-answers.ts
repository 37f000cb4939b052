import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listCuratedAnswerRows } from "../queries/curated.ts";
import { getCuratedSource } from "./get-curated-source.ts";
import type { CuratedAnswerPage } from "./schema.ts";

/** Returns one page of a source's curated answers, ordered by key. */
export async function listCuratedAnswers(
  ctx: Context,
  input: { sourceId: Id<"src">; after?: string | undefined; limit: number },
): Promise<CuratedAnswerPage> {
  const { limit, after } = input;
  const source = await getCuratedSource(ctx, input.sourceId);
  const rows = await listCuratedAnswerRows(ctx, source.id, { after, limit: limit + 1 });
  const pairs = rows.slice(0, limit).map(({ asked, ...row }) => {
    const [question = "", ...phrasings] = asked.split("\n");
    return { ...row, question, phrasings };
  });
  return { pairs, after: rows.length > limit ? (pairs.at(-1)?.key ?? null) : null };
}
