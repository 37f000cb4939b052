import { count, eq } from "drizzle-orm";
import { documents, knowledgeSources } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";

export async function countSources(ctx: Context) {
  return ctx.db
    .select({ chatbotId: knowledgeSources.chatbotId, all: count() })
    .from(knowledgeSources)
    .where(eq(knowledgeSources.tenantId, ctx.tenantId))
    .groupBy(knowledgeSources.chatbotId);
}

export async function countDocuments(ctx: Context) {
  return ctx.db
    .select({ chatbotId: documents.chatbotId, all: count() })
    .from(documents)
    .where(eq(documents.tenantId, ctx.tenantId))
    .groupBy(documents.chatbotId);
}
