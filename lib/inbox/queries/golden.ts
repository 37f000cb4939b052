import { and, asc, eq, gt } from "drizzle-orm";
import { goldenQuestions } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";

type Golden = { question: string; sources: string[]; isUnanswerable: boolean };

/** Replaces the golden question of a gap; null deletes it. */
export async function putGoldenOfGap(
  tx: Context,
  gap: { id: Id<"gap">; chatbotId: Id<"bot"> },
  golden: Golden | null,
): Promise<void> {
  await tx.db
    .delete(goldenQuestions)
    .where(and(eq(goldenQuestions.tenantId, tx.tenantId), eq(goldenQuestions.gapId, gap.id)));
  if (!golden) return;
  await tx.db.insert(goldenQuestions).values({
    tenantId: tx.tenantId,
    id: newId("gdn"),
    chatbotId: gap.chatbotId,
    gapId: gap.id,
    createdAt: tx.now(),
    ...golden,
  });
}

export async function listGoldenRows(
  ctx: Context,
  chatbotId: Id<"bot">,
  page: { after: Id<"gdn"> | null; limit: number },
) {
  return ctx.db
    .select({
      id: goldenQuestions.id,
      question: goldenQuestions.question,
      sources: goldenQuestions.sources,
      isUnanswerable: goldenQuestions.isUnanswerable,
    })
    .from(goldenQuestions)
    .where(
      and(
        eq(goldenQuestions.tenantId, ctx.tenantId),
        eq(goldenQuestions.chatbotId, chatbotId),
        page.after ? gt(goldenQuestions.id, page.after) : undefined,
      ),
    )
    .orderBy(asc(goldenQuestions.id))
    .limit(page.limit);
}
