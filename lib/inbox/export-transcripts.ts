import { recordAudit } from "#lib/audit/record-audit.ts";
import { listChatbots } from "#lib/chatbot/list-chatbots.ts";
import type { Context } from "#lib/context/context.ts";
import { readSide } from "#lib/context/read-side.ts";
import { transaction } from "#lib/context/transaction.ts";
import { csvLine } from "#lib/status/csv-line.ts";
import { listConversationRows, listExportedTurns, type Place } from "./queries/list.ts";
import { readFilter } from "./read-filter.ts";
import type { exportFormats, InboxQuery } from "./schema.ts";

const PAGE = 100;
/** Spreadsheets read the file as UTF-8 only with it. */
const BYTE_ORDER_MARK = "\uFEFF";

const columns = [
  "conversation",
  "asked_at",
  "chatbot",
  "channel",
  "person",
  "question",
  "answer",
  "state",
  "grounding",
  "model",
  "cost_usd",
  "rating",
  "reason",
  "comment",
] as const;
type Line = Record<(typeof columns)[number], string | null>;

/**
 * All questions and answers that a filter finds, those of the newest conversation first, in pieces of bounded
 * size. The export is in the audit log.
 * @param options.page conversations in one piece
 */
export async function* exportTranscripts(
  ctx: Context,
  query: InboxQuery,
  options: { format: (typeof exportFormats)[number]; timeZone: string; page?: number },
): AsyncGenerator<string> {
  const { format, timeZone, page: limit = PAGE } = options;
  await transaction(ctx, (tx) =>
    recordAudit(tx, { action: "conversation.exported", target: ctx.tenantId, details: { format } }),
  );
  const isCsv = format === "csv";
  if (isCsv) yield BYTE_ORDER_MARK + csvLine(columns);
  for await (const lines of linesOf(readSide(ctx), query, timeZone, limit)) {
    if (lines.length === 0) continue;
    yield isCsv
      ? lines.map((line) => csvLine(columns.map((name) => line[name]))).join("")
      : lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  }
}

async function* linesOf(
  ctx: Context,
  query: InboxQuery,
  timeZone: string,
  limit: number,
): AsyncGenerator<Line[]> {
  const chatbots = await listChatbots(ctx);
  const handles = new Map(chatbots.map(({ id, handle }) => [id, handle]));
  const filter = readFilter(query, chatbots, timeZone);
  let after: Place | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof listConversationRows>> = await listConversationRows(ctx, filter, {
      after,
      limit,
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    const turns = await listExportedTurns(ctx, filter, [...byId.keys()]);
    yield turns.map(({ conversationId, askedAt, costMicros, ...turn }) => {
      const { chatbotId = "", channel = null, person = null } = byId.get(conversationId) ?? {};
      return {
        ...turn,
        conversation: conversationId,
        asked_at: askedAt,
        chatbot: handles.get(chatbotId) ?? "",
        channel,
        person,
        cost_usd: costMicros === null ? null : (costMicros / 1_000_000).toFixed(6),
      };
    });
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    after = last;
  }
}
