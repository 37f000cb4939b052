import { and, eq, gte, type SQL, sql } from "drizzle-orm";
import { conversations } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Channel, HANDLING_SILENCE, type Rating } from "#lib/conversation/schema.ts";
import type { Id } from "#lib/core/ids.ts";
import type { Grounding } from "#lib/mark-parsing/grounding.ts";

export type InboxFilter = {
  chatbotId: Id<"bot"> | "unknown" | null;
  channel: Channel | null;
  grounding: Grounding | null;
  rating: Rating | null;
  /** Whether a person answers. */
  isHandled: boolean | null;
  label: string | null;
  /** The pseudonym of the person. */
  person: string | null;
  text: string | null;
  /** Of the answers, or of their ratings where a rating is asked for; `before` is not included. */
  from: Date | null;
  before: Date | null;
};

/** Null where no person ever answered. */
export const HANDLED = sql<boolean | null>`(${conversations.handledBy} is not null
  and ${conversations.handledAt} > now() - interval '${sql.raw(HANDLING_SILENCE)}')`;

/** Matches the conversations of a workspace that have an answer as the filter asks for. */
export function matching(ctx: Context, filter: InboxFilter): SQL | undefined {
  const { chatbotId, channel, isHandled, label, person, text, from } = filter;
  return and(
    eq(conversations.tenantId, ctx.tenantId),
    chatbotId === "unknown" ? sql`false` : chatbotId ? eq(conversations.chatbotId, chatbotId) : undefined,
    channel ? eq(conversations.channel, channel) : undefined,
    person ? eq(conversations.userIdHash, person) : undefined,
    // A rating may come later than the last message.
    from && !filter.rating ? gte(conversations.updatedAt, from) : undefined,
    hasTurn(filter),
    isHandled === null ? undefined : isHandled ? HANDLED : sql`not coalesce(${HANDLED}, false)`,
    label
      ? sql`exists (select from platform.conversation_labels l where l.tenant_id = ${conversations.tenantId}
          and l.conversation_id = ${conversations.id} and l.label = ${label})`
      : undefined,
    text ? contains(text) : undefined,
  );
}

/** Of a turn `t`, and its rating `f` where one is asked for. */
export function turnMatches({ grounding, rating, from, before }: InboxFilter): SQL | undefined {
  const at = rating ? sql`f.rated_at` : sql`t.started_at`;
  return and(
    grounding ? sql`t.grounding = ${grounding}` : undefined,
    rating ? sql`f.rating = ${rating}` : undefined,
    from ? sql`${at} >= ${from.toISOString()}::timestamptz` : undefined,
    before ? sql`${at} < ${before.toISOString()}::timestamptz` : undefined,
  );
}

function hasTurn(filter: InboxFilter): SQL | undefined {
  const matches = turnMatches(filter);
  if (!matches) return undefined;
  const rated = sql`join platform.feedback f on f.tenant_id = t.tenant_id and f.message_id = t.answer_id`;
  return sql`exists (select from platform.turns t ${filter.rating ? rated : sql``}
    where t.tenant_id = ${conversations.tenantId} and t.conversation_id = ${conversations.id} and ${matches})`;
}

/** Matches a part of a title or a message, in any script. */
function contains(text: string): SQL {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`(${conversations.title} ilike ${pattern} or exists (select from platform.messages m
    where m.tenant_id = ${conversations.tenantId} and m.conversation_id = ${conversations.id}
      and m.content_full ilike ${pattern}))`;
}
