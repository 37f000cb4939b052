import { builtInModelId } from "#lib/ai/language-model.ts";
import type { OpenTurn } from "./open-turn.ts";
import type { TurnChunk, TurnEnd, TurnErrorCode } from "./schema.ts";

const sentences: Record<TurnErrorCode, string> = {
  model_unavailable: "The model could not be reached. Try again in a moment.",
  model_cut: "The answer was cut off. Try again.",
  model_stalled: "The model took too long. Try again.",
  too_long: "The answer reached its length limit.",
  process_ended: "The server stopped while answering. Try again.",
  internal: "Something went wrong on our side. Try again.",
};

export function startChunk(turn: Omit<OpenTurn, "question" | "hasHistory">): TurnChunk {
  const { conversationId, turnId, questionId, answerId, title, provider, model } = turn;
  return {
    type: "start",
    messageId: answerId,
    messageMetadata: {
      conversationId,
      turnId,
      userMessageId: questionId,
      title,
      model: { provider, id: model, builtIn: model === builtInModelId },
    },
  };
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
