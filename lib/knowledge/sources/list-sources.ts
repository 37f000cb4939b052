import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import * as queries from "../queries/sources.ts";
import type { SourceSummary } from "../schema.ts";

export async function listSources(ctx: Context, chatbotId: Id<"bot">): Promise<SourceSummary[]> {
  return queries.listSources(ctx, chatbotId);
}
