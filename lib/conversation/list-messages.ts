import { builtInModelId } from "#lib/ai/language-model.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { getConversation } from "./get-conversation.ts";
import { loadCitations, loadMessages } from "./queries/conversations.ts";
import { loadFeedback } from "./queries/feedback.ts";
import { readWholeLog } from "./queries/turn-log.ts";
import type { ChatMessage, MessagePage, TurnChunk } from "./schema.ts";
import { storedCitation } from "./stored-citation.ts";
import { liveTurns } from "./stream/live-turn.ts";
import { readLogRow } from "./stream/log-entry.ts";
import { shownBy, textBy } from "./stream/turn-chunks.ts";

const PAGE = 50;

/** Lists one page of messages, oldest first. `before` is the previous page's cursor. */
export async function listMessages(
  ctx: Context,
  input: { name: string; before?: string },
): Promise<MessagePage> {
  const before = input.before === undefined ? undefined : Number(input.before);
  if (before !== undefined && !Number.isSafeInteger(before))
    throw new ParleyError("invalid", "The cursor is not valid.");
  const conversation = await getConversation(ctx, input.name);
  const rows = await loadMessages(ctx, conversation.id, { before, limit: PAGE + 1 });
  const running = rows.find((row) => row.state === "running");
  if (running?.turnId && !running.text) Object.assign(running, await answerSoFar(ctx, running.turnId));
  const shown = rows.slice(-PAGE);
  const ids = shown.map((row) => row.id);
  const [quotes, ratedAnswers] = await Promise.all([loadCitations(ctx, ids), loadFeedback(ctx, ids)]);
  const feedbackOf = new Map(ratedAnswers.map(({ messageId, ...feedback }) => [messageId, feedback]));
  const messages = shown.map((row): ChatMessage => {
    const { id, role, text, cards, skills, createdAt, turnId, state, errorCode, provider, model, grounding } =
      row;
    const author = row.authorId ? { name: row.author } : undefined;
    const citations = quotes.filter((quote) => quote.messageId === id).map(storedCitation);
    const turn =
      turnId && state && provider && model
        ? {
            id: turnId,
            state,
            errorCode: errorCode ?? undefined,
            model: { provider, id: model, builtIn: model === builtInModelId },
          }
        : undefined;
    return {
      id,
      role,
      text,
      createdAt: createdAt.toISOString(),
      citations,
      cards,
      skills,
      grounding,
      turn,
      feedback: feedbackOf.get(id),
      ...(author && { author }),
    };
  });
  return { messages, before: rows.length > PAGE ? String(shown[0]?.seq ?? 0) : null };
}

/** The output of a running turn so far, whose message is stored only at its end. */
async function answerSoFar(ctx: Context, turnId: Id<"trn">) {
  const chunks = await chunksSoFar(ctx, turnId);
  return { text: textBy(chunks), ...shownBy(chunks) };
}

async function chunksSoFar(ctx: Context, turnId: Id<"trn">): Promise<readonly TurnChunk[]> {
  const live = liveTurns().get(`${ctx.tenantId}/${turnId}`);
  if (live) return live.chunks;
  const rows = await readWholeLog(ctx, turnId);
  const epoch = rows.at(-1)?.epoch;
  return rows
    .filter((row) => row.epoch === epoch)
    .flatMap((row) => readLogRow(row.chunks).map(({ chunk }) => chunk));
}
