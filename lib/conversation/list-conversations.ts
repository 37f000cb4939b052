import type { Context } from "#lib/context/context.ts";
import { readSide } from "#lib/context/read-side.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { searchableText } from "#lib/core/storable-text.ts";
import * as queries from "./queries/conversations.ts";
import type { ConversationList } from "./schema.ts";

const PAGE = 30;

/**
 * Lists conversations, newest first. `query` searches titles and messages; `before` is the previous page's
 * cursor.
 */
export async function listConversations(
  ctx: Context,
  input: { chatbotId: Id<"bot">; query?: string; before?: string },
): Promise<ConversationList> {
  const before = input.before ? new Date(input.before) : undefined;
  if (before && Number.isNaN(before.getTime())) throw new ParleyError("invalid", "The cursor is not valid.");
  const query = searchableText(input.query);
  // The first page must include what was just written, so it does not use the read replica.
  const reader = query || before ? readSide(ctx) : ctx;
  const rows = await queries.listConversations(reader, input.chatbotId, {
    query,
    before,
    limit: PAGE + 1,
  });
  const conversations = rows
    .slice(0, PAGE)
    .map(({ id, title, updatedAt }) => ({ id, title, updatedAt: updatedAt.toISOString() }));
  return { conversations, before: rows.length > PAGE ? (conversations.at(-1)?.updatedAt ?? null) : null };
}
