import { builtInModelId } from "#lib/ai/language-model.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { listChatbots } from "#lib/chatbot/list-chatbots.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { findHandling } from "#lib/conversation/handling/find-handling.ts";
import { loadAnswerCitations } from "#lib/conversation/load-answer-citations.ts";
import type { Channel, Citation, Feedback, Handling, TurnState } from "#lib/conversation/schema.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import type { Grounding } from "#lib/mark-parsing/grounding.ts";
import type { PlacedCard } from "#lib/skills/card.ts";
import {
  findAnyConversation,
  loadLabels,
  loadNotes,
  loadTranscriptRows,
  noteReading,
} from "./queries/transcript.ts";

/** How an answer was made. */
export type AnswerFacts = {
  state: TurnState;
  errorCode: string | null;
  grounding: Grounding | null;
  /** How much of the question the best passages cover, 0 to 1; null where none were searched. */
  evidence: number | null;
  model: string;
  isBuiltIn: boolean;
  /** From the question to the end of the answer. */
  seconds: number | null;
  tokens: { input: number; output: number } | null;
  costMicros: number | null;
};

export type TranscriptMessage = {
  id: string;
  role: "user" | "assistant";
  text: string;
  createdAt: string;
  /** Whether a newer answer took its place. */
  isReplaced: boolean;
  citations: Citation[];
  cards: PlacedCard[];
  answer: AnswerFacts | null;
  feedback: Feedback | null;
  /** Set on what a member wrote in place of the chatbot. The name is null once they have left. */
  author: { name: string | null } | null;
};

export type Note = { id: string; author: string | null; text: string; createdAt: string };

export type Transcript = {
  id: string;
  title: string;
  chatbot: { handle: string; name: string };
  channel: Channel;
  person: string;
  createdAt: string;
  messages: TranscriptMessage[];
  /** The cursor of earlier messages. */
  before: string | null;
  labels: string[];
  notes: Note[];
  /** The member who answers in place of the chatbot; null while the chatbot does. */
  handling: (Handling & { isMine: boolean }) | null;
};

const PAGE = 60;

/**
 * A conversation as its workspace's members read it. The first reading of each member and day is in the audit
 * log.
 * @param before the cursor of the page before
 * @throws ParleyError not_found
 */
export async function readTranscript(
  ctx: Context,
  name: string,
  before?: string | null,
): Promise<Transcript> {
  const id = parseId("cnv", name, "conversation");
  const conversation = await findAnyConversation(ctx, id);
  if (!conversation) throw notFound("conversation");
  await auditReading(ctx, id);
  const seq = Number(before ?? "");
  const [rows, labels, notes, chatbots, handledBy] = await Promise.all([
    loadTranscriptRows(ctx, id, {
      before: before && Number.isSafeInteger(seq) ? Math.min(seq, 2 ** 31 - 1) : null,
      limit: PAGE + 1,
    }),
    loadLabels(ctx, id),
    loadNotes(ctx, id),
    listChatbots(ctx),
    findHandling(ctx, id),
  ]);
  const { actor } = ctx;
  const isMine = actor.kind === "user" && handledBy?.userId === actor.id;
  const shown = rows.slice(-PAGE);
  const citations = await loadAnswerCitations(
    ctx,
    shown.map((row) => row.id),
  );
  const { chatbotId, createdAt, ...rest } = conversation;
  const { handle = "", name: botName = "" } = chatbots.find((one) => one.id === chatbotId) ?? {};
  return {
    ...rest,
    chatbot: { handle, name: botName },
    createdAt: createdAt.toISOString(),
    messages: shown.map((row) => toMessage(row, citations.get(row.id) ?? [])),
    before: rows.length > PAGE ? String(shown[0]?.seq ?? 0) : null,
    labels,
    handling: handledBy && { name: handledBy.name, isMine },
    notes: notes.map((note) => ({ ...note, createdAt: note.createdAt.toISOString() })),
  };
}

/** Members alone read transcripts; the test is for the type. */
async function auditReading(ctx: Context, id: Id<"cnv">): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "user") return;
  const day = ctx.now().toISOString().slice(0, 10);
  await transaction(ctx, async (tx) => {
    if (await noteReading(tx, id, actor.id, day))
      await recordAudit(tx, { action: "conversation.read", target: id });
  });
}

type Row = Awaited<ReturnType<typeof loadTranscriptRows>>[number];

function toMessage(row: Row, citations: Citation[]): TranscriptMessage {
  const { id, role, text, cards, isReplaced, rating, reason, comment } = row;
  return {
    id,
    role,
    text,
    createdAt: row.createdAt.toISOString(),
    isReplaced,
    citations,
    cards,
    answer: answerFacts(row),
    author: row.authorId ? { name: row.author } : null,
    feedback: rating ? { rating, reason, text: comment } : null,
  };
}

function answerFacts(row: Row): AnswerFacts | null {
  const { state, errorCode, grounding, evidence, model, startedAt, endedAt, costMicros } = row;
  if (!state || !model) return null;
  const { inputTokens: input, outputTokens: output } = row;
  return {
    state,
    errorCode,
    grounding,
    evidence,
    model,
    isBuiltIn: model === builtInModelId,
    seconds: startedAt && endedAt ? (endedAt.getTime() - startedAt.getTime()) / 1000 : null,
    tokens: input === null || output === null ? null : { input, output },
    costMicros,
  };
}
