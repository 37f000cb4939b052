import type {
  ChatMessage,
  ConversationDetail,
  Feedback,
  Handling,
  MessagePage,
  TurnChunk,
} from "#lib/conversation/schema.ts";

/** `key` does not change when an optimistic message is stored, so that React keeps its element. */
export type ShownMessage = ChatMessage & { key: string };

/** Why the user's last action failed; `message` is null when the server could not be reached. */
export type Notice = { action: "send" | "open" | "other"; message: string | null };

export type Turn =
  | { kind: "idle" }
  /**
   * `messages` is restored when the server refuses. `isWaiting`: the server is overloaded and will be
   * retried.
   */
  | { kind: "sending"; messages: ShownMessage[]; text: string | null; isWaiting?: boolean }
  | Streaming
  /**
   * Attempt 0 is the first one after opening a conversation with a running answer. `from` is what was
   * received before the disconnect; the stream resumes there.
   */
  | { kind: "reconnecting"; attempt: number; from: Streaming | null }
  | { kind: "lost" };

/** `received` is the text since the answer's start; shown once it is longer than the text already there. */
type Streaming = { kind: "streaming"; answerId: string; received: string };

export type ConversationState = {
  /** Null until the server has assigned an id to a new conversation. */
  id: string | null;
  title: string;
  messages: ShownMessage[];
  before: string | null;
  turn: Turn;
  isStopping: boolean;
  notice: Notice | null;
  /** The text of a refused message, to be restored to the message box. */
  unsent: string | null;
  /** The person who answers in place of the chatbot; null while the chatbot does. */
  handling: Handling | null;
};

export type ConversationAction =
  | { type: "cleared" }
  | { type: "opened"; detail: ConversationDetail; page: MessagePage }
  | { type: "older-loaded"; conversationId: string; page: MessagePage }
  | { type: "sent"; id: string; text: string; createdAt: string }
  | { type: "regenerated"; messageId: string }
  | { type: "chunks"; chunks: readonly TurnChunk[] }
  | { type: "refused"; message: string | null }
  | { type: "waiting" }
  | { type: "reconnecting"; attempt: number }
  | { type: "connected" }
  | { type: "reloaded"; page: MessagePage }
  | { type: "handled"; handling: Handling | null }
  | { type: "lost" }
  | { type: "stopping" }
  | { type: "rated"; messageId: string; feedback: Feedback | null }
  | { type: "renamed"; title: string }
  | { type: "failed"; notice: Notice }
  | { type: "dismissed" }
  | { type: "draft-restored" };

export const idle: Turn = { kind: "idle" };
export const initialReconnect: Turn = { kind: "reconnecting", attempt: 0, from: null };

export const emptyConversation: ConversationState = {
  id: null,
  title: "",
  messages: [],
  before: null,
  turn: idle,
  isStopping: false,
  notice: null,
  unsent: null,
  handling: null,
};

export function openedConversation(detail: ConversationDetail, page: MessagePage): ConversationState {
  const isRunning = detail.running || isAnswerRunning(page);
  return {
    ...emptyConversation,
    id: detail.id,
    title: detail.title,
    messages: page.messages.map(toShownMessage),
    before: page.before,
    handling: detail.handling,
    turn: isRunning ? initialReconnect : idle,
  };
}

export function isAnswerRunning(page: MessagePage): boolean {
  return page.messages.at(-1)?.turn?.state === "running";
}

export function isAnswering(state: ConversationState): boolean {
  return state.turn.kind !== "idle" && state.turn.kind !== "lost";
}

/** Whether a person answers, or is likely to: nothing else tells an idle page that they do. */
export function expectsPerson({ handling, messages }: ConversationState): boolean {
  const last = messages.at(-1);
  return handling !== null || last?.grounding === "declined" || last?.feedback?.rating === "down";
}

export function toShownMessage(message: ChatMessage): ShownMessage {
  return { ...message, key: message.id };
}
