import { and, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { budgetNotices, budgets, chatbots } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { BudgetInput } from "../schema.ts";

/** Claims the notices that are not enqueued yet. Concurrent callers get disjoint sets. */
export async function claimNotices(tx: Context): Promise<Id<"bnt">[]> {
  const rows = await tx.db
    .update(budgetNotices)
    .set({ queuedAt: tx.now() })
    .where(and(eq(budgetNotices.tenantId, tx.tenantId), isNull(budgetNotices.queuedAt)))
    .returning({ id: budgetNotices.id });
  return rows.map(({ id }) => id);
}

export type BudgetNotice = Omit<typeof budgetNotices.$inferSelect, "tenantId" | "queuedAt" | "createdAt"> & {
  /** Null where the budget is not a chatbot's, or the chatbot was deleted. */
  chatbotName: string | null;
};

export async function findNotice(ctx: Context, id: Id<"bnt">): Promise<BudgetNotice | null> {
  const [row] = await ctx.db
    .select({ ...getTableColumns(budgetNotices), chatbotName: chatbots.name })
    .from(budgetNotices)
    .leftJoin(
      chatbots,
      and(eq(chatbots.tenantId, budgetNotices.tenantId), eq(chatbots.id, budgetNotices.chatbotId)),
    )
    .where(and(eq(budgetNotices.tenantId, ctx.tenantId), eq(budgetNotices.id, id)));
  return row ?? null;
}

/** Lists workspaces with a notice that was missed. */
export async function listTenantsToNotify(operator: OperatorContext): Promise<Id<"ten">[]> {
  const rows = await operator.db
    .selectDistinct({ id: budgetNotices.tenantId })
    .from(budgetNotices)
    .where(
      and(isNull(budgetNotices.queuedAt), sql`${budgetNotices.createdAt} < now() - interval '10 seconds'`),
    )
    .limit(100);
  return rows.map(({ id }) => id);
}

export async function listBudgets(ctx: Context): Promise<BudgetInput[]> {
  return ctx.db
    .select({
      scope: budgets.scope,
      chatbotId: budgets.chatbotId,
      period: budgets.period,
      messages: budgets.messages,
      tokens: budgets.tokens,
      costMicros: budgets.costMicros,
    })
    .from(budgets)
    .where(eq(budgets.tenantId, ctx.tenantId))
    .orderBy(budgets.scope, budgets.period);
}

export async function putBudget(
  tx: Context,
  { chatbotId, ...input }: BudgetInput & { chatbotId: Id<"bot"> | null },
) {
  await tx.db
    .insert(budgets)
    .values({ tenantId: tx.tenantId, chatbotId, ...input })
    .onConflictDoUpdate({
      target: [budgets.tenantId, budgets.scope, budgets.chatbotId, budgets.period],
      set: {
        messages: input.messages,
        tokens: input.tokens,
        costMicros: input.costMicros,
        updatedAt: sql`now()`,
      },
    });
}

export async function deleteBudget(
  tx: Context,
  { scope, chatbotId, period }: BudgetInput & { chatbotId: Id<"bot"> | null },
) {
  await tx.db
    .delete(budgets)
    .where(
      and(
        eq(budgets.tenantId, tx.tenantId),
        eq(budgets.scope, scope),
        eq(budgets.period, period),
        chatbotId ? eq(budgets.chatbotId, chatbotId) : isNull(budgets.chatbotId),
      ),
    );
}
