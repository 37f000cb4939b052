import { sql } from "drizzle-orm";
import type { Context } from "#lib/context/context.ts";
import { idFromUuid, idToUuid } from "#lib/core/ids.ts";

export type Activity = { questions: number; declined: number };

/** Questions of each chatbot since then, and how many of them were declined. Others had none. */
export async function countByChatbot(ctx: Context, since: Date): Promise<Map<string, Activity>> {
  const rows = await ctx.db.execute(sql`
    select chatbot_id, coalesce(sum(count) filter (where measure = 'question_asked'), 0)::float8 as questions,
      coalesce(sum(count) filter (where measure = 'answer_ended' and label = 'declined'), 0)::float8 as declined
    from analytics.quarters where tenant_id = ${idToUuid(ctx.tenantId)}::uuid
      and bucket >= ${since.toISOString()}::timestamptz and measure in ('question_asked', 'answer_ended')
    group by chatbot_id`);
  type Row = Activity & { chatbot_id: string };
  return new Map(
    (rows as unknown as Row[]).map(({ chatbot_id, questions, declined }) => [
      idFromUuid("bot", chatbot_id),
      { questions, declined },
    ]),
  );
}
