import { listChatbots } from "#lib/chatbot/list-chatbots.ts";
import type { Context } from "#lib/context/context.ts";
import { readSide } from "#lib/context/read-side.ts";
import type { Channel } from "#lib/conversation/schema.ts";
import { isId } from "#lib/core/ids.ts";
import { listConversationRows, loadRowFacts, type Place, type RowFacts } from "./queries/list.ts";
import { listLabelNames } from "./queries/transcript.ts";
import { readFilter } from "./read-filter.ts";
import type { InboxQuery } from "./schema.ts";

export type InboxRow = RowFacts & {
  id: string;
  /** Of the last question, in ISO 8601. */
  at: string;
  chatbot: { handle: string; name: string };
  channel: Channel;
  /** A pseudonym: the same for all conversations of one person. */
  person: string;
  title: string;
  /** Whether a person answers in place of the chatbot. */
  isHandled: boolean;
};
export type InboxPage = { rows: InboxRow[]; after: string | null };

const PAGE = 50;
const MOST_LABELS = 200;

/**
 * A page of the workspace's conversations, those with the newest question first.
 * @param after the cursor of the page before; one that is none gives the first page
 */
export async function listInbox(
  ctx: Context,
  query: InboxQuery,
  page: { timeZone: string; after?: string | null },
): Promise<InboxPage> {
  const reader = readSide(ctx);
  const chatbots = await listChatbots(reader);
  const named = new Map(chatbots.map((one) => [one.id, { handle: one.handle, name: one.name }]));
  const rows = await listConversationRows(reader, readFilter(query, chatbots, page.timeZone), {
    after: readPlace(page.after ?? ""),
    limit: PAGE + 1,
  });
  const shown = rows.slice(0, PAGE);
  const facts = await loadRowFacts(
    reader,
    shown.map(({ id }) => id),
  );
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return {
    rows: shown.flatMap(({ chatbotId, ...row }) => {
      const known = facts.get(row.id);
      // A conversation may be deleted in between.
      return known ? [{ ...row, ...known, chatbot: named.get(chatbotId) ?? { handle: "", name: "" } }] : [];
    }),
    after: last ? `${last.at}~${last.id}` : null,
  };
}

/** The labels that a workspace uses, for its filter. */
export function listLabels(ctx: Context): Promise<string[]> {
  return listLabelNames(readSide(ctx), MOST_LABELS);
}

function readPlace(cursor: string): Place | null {
  const [at = "", id = ""] = cursor.split("~");
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at) &&
    !Number.isNaN(Date.parse(at)) &&
    isId("cnv", id)
    ? { at, id }
    : null;
}
