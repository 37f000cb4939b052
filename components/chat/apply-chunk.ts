import type {
  HeldQuestion,
  ReplacedAnswer,
  TurnChunk,
  TurnEnd,
  TurnStart,
} from "#lib/conversation/schema.ts";
import {
  type ConversationState,
  idle,
  type Notice,
  type ShownMessage,
  type Turn,
} from "./conversation-state.ts";

/** Applies a chunk of an answer to the conversation's state. Ignores unknown chunks. */
export function applyChunk(state: ConversationState, chunk: TurnChunk): ConversationState {
  const turn = (state.turn.kind === "reconnecting" && state.turn.from) || state.turn;
  if (chunk.type === "data-replace") return replace(state, chunk.data);
  if (chunk.type === "data-handling") return hold(state, chunk.data);
  if (chunk.type === "start") return start(state, chunk.messageId, chunk.messageMetadata);
  if (turn.kind === "sending" && chunk.type === "error") return refuse(state, chunk.errorText);
  if (turn.kind !== "streaming") return state;
  switch (chunk.type) {
    case "text-delta": {
      const received = turn.received + chunk.delta;
      const next = { ...state, turn: { ...turn, received } };
      return changeAnswer(next, turn.answerId, (answer) =>
        answer.text.startsWith(received) ? answer : { ...answer, text: received },
      );
    }
    case "data-retract": {
      const received = turn.received.slice(0, chunk.data.length);
      return changeAnswer({ ...state, turn: { ...turn, received } }, turn.answerId, (answer) => ({
        ...answer,
        text: received,
        citations: answer.citations.filter(({ number }) => number <= chunk.data.citations),
      }));
    }
    case "data-citation":
      return changeAnswer(state, turn.answerId, (answer) =>
        answer.citations.some(({ number }) => number === chunk.data.number)
          ? answer
          : { ...answer, citations: [...answer.citations, chunk.data] },
      );
    case "data-skill":
      return changeAnswer(state, turn.answerId, (answer) => ({
        ...answer,
        skills: put(
          answer.skills,
          answer.skills.findIndex(({ id }) => id === chunk.data.id),
          chunk.data,
        ),
      }));
    case "data-card":
      return changeAnswer(state, turn.answerId, (answer) => ({
        ...answer,
        cards: put(answer.cards, Number(chunk.id.slice(CARD.length)) - 1, chunk.data),
      }));
    case "message-metadata":
      return changeAnswer(state, turn.answerId, (answer) => end(answer, chunk.messageMetadata));
    case "error":
      return finish(state, turn, { state: "failed", errorCode: "internal" });
    case "abort":
      return finish(state, turn, { state: "stopped" });
    case "finish":
      return finish(state, turn, { state: "complete" });
    default:
      return state;
  }
}

/** A person answers: the question that was sent waits for them. */
function hold(state: ConversationState, held: HeldQuestion): ConversationState {
  const { conversationId, title, userMessageId, handling } = held;
  if (!userMessageId || state.turn.kind !== "sending") return { ...state, handling };
  const question = questionOf(state.messages, userMessageId);
  return {
    ...state,
    id: conversationId,
    title,
    handling,
    messages: state.messages.map((message, at) =>
      at === question ? { ...message, id: userMessageId } : message,
    ),
    turn: idle,
    isStopping: false,
    notice: null,
  };
}

const CARD = "card-";

/** Replaces the item at the index or appends it, so that items sent again after a disconnect appear once. */
function put<T>(list: T[], index: number, item: T): T[] {
  return index >= 0 && index < list.length ? list.with(index, item) : [...list, item];
}

/** Replaces what was received of an answer with the stored answer. */
function replace(state: ConversationState, stored: ReplacedAnswer): ConversationState {
  const { messageId, text, citations, cards, skills } = stored;
  const isShown = state.messages.some(({ id }) => id === messageId);
  const shown = isShown ? state : start(state, messageId, stored);
  const settled = changeAnswer(shown, messageId, (answer) =>
    end({ ...answer, text, citations, cards, skills }, stored),
  );
  return { ...settled, turn: idle, isStopping: false };
}

const emptyAnswer = { text: "", citations: [], cards: [], skills: [], grounding: null };

function start(state: ConversationState, messageId: string, turn: TurnStart): ConversationState {
  const question = questionOf(state.messages, turn.userMessageId);
  const messages = state.messages
    .slice(0, question + 1)
    .map((message, index) => (index === question ? { ...message, id: turn.userMessageId } : message));
  const known = state.messages.find(({ id }) => id === messageId);
  const answer: ShownMessage = {
    ...(known ?? { ...emptyAnswer, key: messageId, createdAt: messages.at(-1)?.createdAt ?? "" }),
    id: messageId,
    role: "assistant",
    turn: { id: turn.turnId, state: "running", model: turn.model },
  };
  return {
    ...state,
    id: turn.conversationId,
    title: turn.title,
    messages: [...messages, answer],
    turn: { kind: "streaming", answerId: messageId, received: "" },
    notice: null,
  };
}

/**
 * Returns the index of a turn's question: the message itself, the one before the answer, or the last one
 * sent.
 */
export function questionOf(messages: ShownMessage[], id: string): number {
  const index = messages.findIndex((message) => message.id === id);
  return messages.findLastIndex(({ role }, at) => role === "user" && (index < 0 || at <= index));
}

/** Restores the state from before the refused message or regeneration. */
export function refuse(state: ConversationState, message: string | null): ConversationState {
  const notice: Notice = { action: "send", message };
  if (state.turn.kind !== "sending") return { ...state, turn: idle, isStopping: false, notice };
  const { messages, text } = state.turn;
  return { ...state, messages, turn: idle, isStopping: false, notice, unsent: text };
}

function finish(
  state: ConversationState,
  turn: Extract<Turn, { kind: "streaming" }>,
  fallback: TurnEnd,
): ConversationState {
  const settled = changeAnswer(state, turn.answerId, (answer) => {
    const whole = { ...answer, text: turn.received };
    return answer.turn?.state === "running" ? end(whole, fallback) : whole;
  });
  return { ...settled, turn: idle, isStopping: false };
}

function end(answer: ShownMessage, { state, errorCode, grounding }: TurnEnd): ShownMessage {
  return answer.turn
    ? { ...answer, grounding: grounding ?? null, turn: { ...answer.turn, state, errorCode } }
    : answer;
}

function changeAnswer(
  state: ConversationState,
  id: string,
  change: (answer: ShownMessage) => ShownMessage,
): ConversationState {
  return {
    ...state,
    messages: state.messages.map((message) => (message.id === id ? change(message) : message)),
  };
}
