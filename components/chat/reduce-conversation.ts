import type { MessagePage } from "#lib/conversation/schema.ts";
import { applyChunk, questionOf, refuse } from "./apply-chunk.ts";
import {
  type ConversationAction,
  type ConversationState,
  emptyConversation,
  idle,
  initialReconnect,
  isAnswerRunning,
  openedConversation,
  type ShownMessage,
  type Turn,
  toShownMessage,
} from "./conversation-state.ts";

export function reduceConversation(state: ConversationState, action: ConversationAction): ConversationState {
  switch (action.type) {
    case "cleared":
      return emptyConversation;
    case "opened":
      return openedConversation(action.detail, action.page);
    case "older-loaded":
      if (action.conversationId !== state.id) return state;
      return {
        ...state,
        messages: [...action.page.messages.map(toShownMessage), ...state.messages],
        before: action.page.before,
      };
    case "sent":
      return {
        ...state,
        messages: [...state.messages, optimisticMessage(action.id, action.text, action.createdAt)],
        turn: { kind: "sending", messages: state.messages, text: action.text },
        isStopping: false,
        notice: null,
      };
    case "regenerated":
      return {
        ...state,
        messages: state.messages.slice(0, questionOf(state.messages, action.messageId) + 1),
        turn: { kind: "sending", messages: state.messages, text: null },
        isStopping: false,
        notice: null,
      };
    case "chunks":
      return action.chunks.reduce(applyChunk, state);
    case "refused":
      return refuse(state, action.message);
    case "waiting":
      return state.turn.kind === "sending" ? { ...state, turn: { ...state.turn, isWaiting: true } } : state;
    case "reconnecting":
      return { ...state, turn: reconnecting(state.turn, action.attempt) };
    case "connected":
      return { ...state, turn: (state.turn.kind === "reconnecting" && state.turn.from) || state.turn };
    case "reloaded":
      return reload(state, action.page);
    case "handled":
      return { ...state, handling: action.handling };
    case "lost":
      return { ...state, turn: { kind: "lost" }, isStopping: false };
    case "stopping":
      return { ...state, isStopping: true };
    case "rated":
      return {
        ...state,
        messages: state.messages.map((message) =>
          message.id === action.messageId ? { ...message, feedback: action.feedback ?? undefined } : message,
        ),
      };
    case "renamed":
      return { ...state, title: action.title };
    case "failed":
      return { ...state, notice: action.notice, isStopping: false };
    case "dismissed":
      return { ...state, notice: null };
    case "draft-restored":
      return { ...state, unsent: null };
    default:
      return action satisfies never;
  }
}

function reconnecting(turn: Turn, attempt: number): Turn {
  const from = turn.kind === "streaming" ? turn : turn.kind === "reconnecting" ? turn.from : null;
  return { kind: "reconnecting", attempt, from };
}

function reload(state: ConversationState, page: MessagePage): ConversationState {
  const keys = new Map(state.messages.map(({ id, key }) => [id, key]));
  const newest = page.messages.map((message) => ({ ...message, key: keys.get(message.id) ?? message.id }));
  const oldest = newest[0]?.id;
  const overlap = state.messages.findIndex(({ id }) => id === oldest);
  const kept = overlap > 0 ? state.messages.slice(0, overlap) : [];
  const running = state.turn.kind === "idle" ? initialReconnect : state.turn;
  const turn = isAnswerRunning(page) ? running : idle;
  return {
    ...state,
    messages: [...kept, ...newest],
    before: kept.length > 0 ? state.before : page.before,
    turn,
    isStopping: turn !== idle && state.isStopping,
  };
}

function optimisticMessage(id: string, text: string, createdAt: string): ShownMessage {
  return {
    key: id,
    id,
    role: "user",
    text,
    createdAt,
    citations: [],
    cards: [],
    skills: [],
    grounding: null,
  };
}
