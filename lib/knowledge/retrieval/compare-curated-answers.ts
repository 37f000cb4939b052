import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { type CuratedRow, findCuratedRows } from "../queries/curated.ts";
import { closeness, type Shares, sharesOf, weighQuestions } from "./weigh-questions.ts";

/** How a question compares with a curated answer by its closest phrasing. */
type CuratedMatch = CuratedRow & Shares;

/** Compares a question with the curated answers among `documentIds`. */
export async function compareCuratedAnswers(
  ctx: Context,
  chatbotId: Id<"bot">,
  { text, language }: { text: string; language: string },
  documentIds: Id<"doc">[],
): Promise<CuratedMatch[]> {
  const curated = await findCuratedRows(ctx, documentIds);
  if (curated.length === 0) return [];
  const phrasings = curated.flatMap((row) =>
    row.questions.split("\n").map((phrasing) => ({ row, phrasing })),
  );
  const texts = [text, ...phrasings.map(({ phrasing }) => phrasing)];
  const [asked = [], ...held] = await weighQuestions(ctx, chatbotId, language, texts);
  const compared = phrasings.map(
    ({ row }, at): CuratedMatch => ({ ...row, ...sharesOf(asked, held[at] ?? []) }),
  );
  return curated.flatMap((row) => {
    const own = compared.filter(
      ({ documentId, ordinal }) => documentId === row.documentId && ordinal === row.ordinal,
    );
    return own.sort((one, other) => closeness(other) - closeness(one)).slice(0, 1);
  });
}
