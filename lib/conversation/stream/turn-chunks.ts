import { builtInModelId } from "#lib/ai/language-model.ts";
import type { PlacedCard, SkillCall } from "#lib/skills/card.ts";
import type { Citation, TurnChunk, TurnEnd, TurnErrorCode, TurnStart } from "../schema.ts";
import type { Turn } from "../turn/turn.ts";

const errorTexts: Record<TurnErrorCode, string> = {
  model_unavailable: "The model could not be reached. Try again in a moment.",
  model_key_refused:
    "The AI provider rejected the API key. It has to be checked in Studio, under Model, or in OPENAI_API_KEY.",
  model_not_found:
    "The AI provider doesn't have this model. Check the chatbot's model, Studio's page Model, or OPENAI_MODEL.",
  model_busy: "The AI provider is receiving too many requests. Try again in a minute.",
  model_quota_used: "The AI provider's quota is used up. Its plan or billing has to be checked.",
  prompt_too_long: "The conversation is too long for this model. Start a new one, or shorten your message.",
  content_filtered: "The AI provider's content filter stopped the answer. Try rephrasing your message.",
  model_silent: "The model returned an empty answer. Try again.",
  model_cut: "The answer was interrupted. Try again.",
  model_stalled: "The model took too long. Try again.",
  too_long: "The answer reached its length limit.",
  process_ended: "The server stopped during the answer. Try again.",
  internal: "Something went wrong on our side. Try again.",
};

type NamedTurn = Omit<Turn, "question" | "hasHistory" | "epoch">;

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

type StoredAnswer = TurnEnd & Shown & { text: string; citations: Citation[] };
/** What an answer shows in addition to its text. */
export type Shown = { cards: PlacedCard[]; skills: SkillCall[] };

/** Rebuilds the chunks of an ended answer from what is stored. */
export function storedChunks(
  turn: NamedTurn,
  { text, citations, cards, skills, ...end }: StoredAnswer,
): TurnChunk[] {
  return [
    startChunk(turn),
    { type: "text-start", id: "0" },
    ...citations.map(citationChunk),
    ...skills.map(skillChunk),
    ...cards.map(cardChunk),
    ...(text ? [{ type: "text-delta", id: "0", delta: text } as const] : []),
    { type: "text-end", id: "0" },
    ...endChunks(end),
  ];
}

export function citationChunk(data: Citation): TurnChunk {
  return { type: "data-citation", id: `citation-${data.number}`, data };
}

/** Takes back the text after `length` and the citations after the first `citations`. */
export function retractChunk(length: number, citations: number): TurnChunk {
  return { type: "data-retract", id: "retract", data: { length, citations } };
}

export function skillChunk(data: SkillCall): TurnChunk {
  return { type: "data-skill", id: data.id, data };
}

/** @param index among the cards of the answer */
export function cardChunk(data: PlacedCard, index: number): TurnChunk {
  return { type: "data-card", id: `card-${index + 1}`, data };
}

/** Puts together the text of a turn's chunks. */
export function textBy(chunks: readonly TurnChunk[]): string {
  let text = "";
  for (const chunk of chunks) {
    if (chunk.type === "text-delta") text += chunk.delta;
    else if (chunk.type === "data-retract") text = text.slice(0, chunk.data.length);
  }
  return text;
}

/** Leaves out the citations of text that was taken back. */
export function withoutRetracted<T extends { chunk: TurnChunk }>(entries: readonly T[]): T[] {
  let kept: T[] = [];
  for (const entry of entries) {
    const { chunk } = entry;
    if (chunk.type === "data-retract")
      kept = kept.filter(
        (one) => one.chunk.type !== "data-citation" || one.chunk.data.number <= chunk.data.citations,
      );
    kept.push(entry);
  }
  return kept;
}

/** Collects the cards and the latest state of each skill call from a turn's chunks. */
export function shownBy(chunks: readonly TurnChunk[]): Shown {
  const cards = new Map<string, PlacedCard>();
  const skills = new Map<string, SkillCall>();
  for (const chunk of chunks) {
    if (chunk.type === "data-card") cards.set(chunk.id, chunk.data);
    else if (chunk.type === "data-skill") skills.set(chunk.id, chunk.data);
  }
  return { cards: [...cards.values()], skills: [...skills.values()] };
}

/** Replaces what a reader has of an ended answer, where that is unknown, with the stored answer. */
export function replaceChunk(turn: NamedTurn, answer: StoredAnswer): TurnChunk {
  const { answerId: messageId } = turn;
  return { type: "data-replace", id: messageId, data: { ...turnStart(turn), ...answer, messageId } };
}

/** Ends a turn's stream: the state for our own client, then the AI SDK's last chunk. */
export function endChunks(end: TurnEnd): TurnChunk[] {
  const metadata: TurnChunk = { type: "message-metadata", messageMetadata: end };
  switch (end.state) {
    case "complete":
      return [metadata, { type: "finish", finishReason: "stop" }];
    case "stopped":
      return [metadata, { type: "abort", reason: "stopped" }];
    case "interrupted":
    case "failed":
      return [metadata, { type: "error", errorText: errorTexts[end.errorCode ?? "internal"] }];
    default:
      return end.state satisfies never;
  }
}

/** Whether a chunk is the last of its stream. */
export function isLastChunk({ type }: TurnChunk): boolean {
  return type === "finish" || type === "abort" || type === "error" || type === "data-replace";
}
