import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { isId } from "#lib/core/ids.ts";
import { getConversation } from "./get-conversation.ts";
import { findCitation } from "./queries/conversations.ts";
import type { CitedDocument } from "./schema.ts";
import { quotedPages } from "./stored-citation.ts";

/** Longer documents are cut to the part around the passage. UTF-16 units. */
const MAX_WHOLE_CHARS = 60_000;
const CONTEXT_CHARS = 20_000;

/**
 * Gets the document behind a citation mark in one of this person's answers, and the position of the passage
 * in it.
 * @throws ParleyError not_found, also for another person's answer or a deleted source
 */
export async function getCitation(
  ctx: Context,
  input: { name: string; messageId: string; number: number },
): Promise<CitedDocument> {
  const conversation = await getConversation(ctx, input.name);
  const { messageId, number } = input;
  const row =
    isId("msg", messageId) && Number.isSafeInteger(number) && number > 0 && number < 10_000
      ? await findCitation(ctx, conversation.id, messageId, number)
      : null;
  if (!row) throw notFound("citation");
  const { start, end, isCurrent, content, pageKind: _, pageStarts: __, path, ...known } = row;
  const rest = { ...known, pages: quotedPages(row), url: webAddress(path) };
  const highlight = isCurrent ? { start, end } : null;
  if (content.length <= MAX_WHOLE_CHARS) return { ...rest, content, highlight, isExcerpt: false };
  const from = highlight ? startOfBlock(content, Math.max(0, start - CONTEXT_CHARS)) : 0;
  const to = Math.min(content.length, highlight ? end + CONTEXT_CHARS : MAX_WHOLE_CHARS);
  return {
    ...rest,
    content: content.slice(from, to),
    highlight: highlight && { start: start - from, end: end - from },
    isExcerpt: true,
  };
}

function webAddress(path: string): string | null {
  return /^https?:\/\//.test(path) && URL.canParse(path) ? path : null;
}

function startOfBlock(content: string, offset: number): number {
  if (offset === 0) return 0;
  const blank = content.indexOf("\n\n", offset);
  return blank < 0 ? offset : blank + 2;
}
