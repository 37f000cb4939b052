import { builtInModelId } from "#lib/ai/language-model.ts";
import type { OpenTurn } from "./open-turn.ts";
import type { Citation, TurnChunk, TurnEnd, TurnErrorCode, TurnStart } from "./schema.ts";

const sentences: Record<TurnErrorCode, string> = {
  model_unavailable: "The model could not be reached. Try again in a moment.",
  model_cut: "The answer was cut off. Try again.",
  model_stalled: "The model took too long. Try again.",
  too_long: "The answer reached its length limit.",
  process_ended: "The server stopped while answering. Try again.",
  internal: "Something went wrong on our side. Try again.",
};

type NamedTurn = Omit<OpenTurn, "question" | "hasHistory" | "epoch">;

export function startChunk(turn: NamedTurn): TurnChunk {
  return { type: "start", messageId: turn.answerId, messageMetadata: turnStart(turn) };
}

function turnStart({ conversationId, turnId, questionId, title, provider, model }: NamedTurn): TurnStart {
  return {
    conversationId,
    turnId,
    userMessageId: questionId,
    title,
    model: { provider, id: model, builtIn: model === builtInModelId },
  };
}

type StoredAnswer = TurnEnd & { text: string; citations: Citation[] };

/** All chunks of an answer that has ended, from what is stored of it. */
export function storedChunks(turn: NamedTurn, { text, citations, ...end }: StoredAnswer): TurnChunk[] {
  return [
    startChunk(turn),
    { type: "text-start", id: "0" },
    ...citations.map(citationChunk),
    ...(text ? [{ type: "text-delta", id: "0", delta: text } as const] : []),
    { type: "text-end", id: "0" },
    ...endChunks(end),
  ];
}

export function citationChunk(data: Citation): TurnChunk {
  return { type: "data-citation", id: `citation-${data.number}`, data };
}

/** For a reader who has an unknown part of an ended answer: the whole of it, in place of that. */
export function replaceChunk(turn: NamedTurn, answer: StoredAnswer): TurnChunk {
  const { answerId: messageId } = turn;
  return { type: "data-replace", id: messageId, data: { ...turnStart(turn), ...answer, messageId } };
}

/** How a stream says that its turn is over: the state for our own client, then the AI SDK's own last word. */
export function endChunks(end: TurnEnd): TurnChunk[] {
  const metadata: TurnChunk = { type: "message-metadata", messageMetadata: end };
  switch (end.state) {
    case "complete":
      return [metadata, { type: "finish", finishReason: "stop" }];
    case "stopped":
      return [metadata, { type: "abort", reason: "stopped" }];
    case "interrupted":
    case "failed":
      return [metadata, { type: "error", errorText: sentences[end.errorCode ?? "internal"] }];
    default:
      return end.state satisfies never;
  }
}

/** Whether nothing comes after it. */
export function isLastChunk({ type }: TurnChunk): boolean {
  return type === "finish" || type === "abort" || type === "error" || type === "data-replace";
}
