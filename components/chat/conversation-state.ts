import type {
  ChatMessage,
  ConversationDetail,
  MessagePage,
  TurnChunk,
  TurnEnd,
  TurnStart,
} from "#lib/conversation/schema.ts";

/** `key` stays the same while a message goes from optimistic to stored, so that React keeps its element. */
export type ShownMessage = ChatMessage & { key: string };

/** What went wrong with the person's last action; `message` is null when the server was not reached. */
export type Notice = { action: "send" | "open" | "other"; message: string | null };

export type Turn =
  | { kind: "idle" }
  /** `messages` is what to go back to when the server refuses. */
  | { kind: "sending"; messages: ShownMessage[]; text: string | null }
  /** `received` is the text of this connection, which replays from the start after a cut. */
  | { kind: "streaming"; answerId: string; received: string }
  /** Attempt 0 is the first look after opening a conversation whose answer is still being written. */
  | { kind: "reconnecting"; attempt: number }
  | { kind: "lost" };

export type ConversationState = {
  /** Null until the server has named a new conversation. */
  id: string | null;
  title: string;
  messages: ShownMessage[];
  before: string | null;
  turn: Turn;
  isStopping: boolean;
  notice: Notice | null;
  /** A message the server did not take: its words go back to the message box. */
  unsent: string | null;
};

export type ConversationAction =
  | { type: "cleared" }
  | { type: "opened"; detail: ConversationDetail; page: MessagePage }
  | { type: "older-loaded"; conversationId: string; page: MessagePage }
  | { type: "sent"; id: string; text: string; createdAt: string }
  | { type: "regenerated"; messageId: string }
  | { type: "chunks"; chunks: readonly TurnChunk[] }
  | { type: "refused"; message: string | null }
  | { type: "reconnecting"; attempt: number }
  | { type: "reloaded"; page: MessagePage }
  | { type: "lost" }
  | { type: "stopping" }
  | { type: "renamed"; title: string }
  | { type: "failed"; notice: Notice }
  | { type: "dismissed" }
  | { type: "draft-restored" };

const idle: Turn = { kind: "idle" };

export const emptyConversation: ConversationState = {
  id: null,
  title: "",
  messages: [],
  before: null,
  turn: idle,
  isStopping: false,
  notice: null,
  unsent: null,
};

export function openedConversation(detail: ConversationDetail, page: MessagePage): ConversationState {
  const isRunning = detail.running || isAnswerRunning(page);
  return {
    ...emptyConversation,
    id: detail.id,
    title: detail.title,
    messages: page.messages.map(withKey),
    before: page.before,
    turn: isRunning ? { kind: "reconnecting", attempt: 0 } : idle,
  };
}

export function isAnswerRunning(page: MessagePage): boolean {
  return page.messages.at(-1)?.turn?.state === "running";
}

export function isAnswering(state: ConversationState): boolean {
  return state.turn.kind !== "idle" && state.turn.kind !== "lost";
}

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
        messages: [...action.page.messages.map(withKey), ...state.messages],
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
    case "reconnecting":
      return { ...state, turn: { kind: "reconnecting", attempt: action.attempt } };
    case "reloaded":
      return reload(state, action.page);
    case "lost":
      return { ...state, turn: { kind: "lost" }, isStopping: false };
    case "stopping":
      return { ...state, isStopping: true };
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

function applyChunk(state: ConversationState, chunk: TurnChunk): ConversationState {
  const { turn } = state;
  if (chunk.type === "start") return start(state, chunk.messageId, chunk.messageMetadata);
  if (turn.kind === "sending" && chunk.type === "error") return refuse(state, chunk.errorText);
  if (turn.kind !== "streaming") return state;
  switch (chunk.type) {
    case "text-delta": {
      const received = turn.received + chunk.delta;
      const next = { ...state, turn: { ...turn, received } };
      return changeAnswer(next, turn.answerId, (answer) =>
        received.length > answer.text.length ? { ...answer, text: received } : answer,
      );
    }
    case "data-citation":
      return changeAnswer(state, turn.answerId, (answer) =>
        answer.citations.some(({ number }) => number === chunk.data.number)
          ? answer
          : { ...answer, citations: [...answer.citations, chunk.data] },
      );
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

function start(state: ConversationState, messageId: string, turn: TurnStart): ConversationState {
  const question = questionOf(state.messages, turn.userMessageId);
  const messages = state.messages
    .slice(0, question + 1)
    .map((message, index) => (index === question ? { ...message, id: turn.userMessageId } : message));
  const known = state.messages.find(({ id }) => id === messageId);
  const answer: ShownMessage = {
    ...(known ?? { key: messageId, text: "", citations: [], createdAt: messages.at(-1)?.createdAt ?? "" }),
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

/** Where the question of a turn is: the message itself, the one before the answer, or the last one sent. */
function questionOf(messages: ShownMessage[], id: string): number {
  const index = messages.findIndex((message) => message.id === id);
  return messages.findLastIndex(({ role }, at) => role === "user" && (index < 0 || at <= index));
}

function refuse(state: ConversationState, message: string | null): ConversationState {
  const notice: Notice = { action: "send", message };
  if (state.turn.kind !== "sending") return { ...state, turn: idle, isStopping: false, notice };
  const { messages, text } = state.turn;
  return { ...state, messages, turn: idle, isStopping: false, notice, unsent: text };
}

function reload(state: ConversationState, page: MessagePage): ConversationState {
  const keys = new Map(state.messages.map(({ id, key }) => [id, key]));
  const newest = page.messages.map((message) => ({ ...message, key: keys.get(message.id) ?? message.id }));
  const oldest = newest[0]?.id;
  const overlap = state.messages.findIndex(({ id }) => id === oldest);
  const kept = overlap > 0 ? state.messages.slice(0, overlap) : [];
  const turn = isAnswerRunning(page) ? state.turn : idle;
  return {
    ...state,
    messages: [...kept, ...newest],
    before: kept.length > 0 ? state.before : page.before,
    turn,
    isStopping: turn !== idle && state.isStopping,
  };
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

function end(answer: ShownMessage, { state, errorCode }: TurnEnd): ShownMessage {
  return answer.turn ? { ...answer, turn: { ...answer.turn, state, errorCode } } : answer;
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

function optimisticMessage(id: string, text: string, createdAt: string): ShownMessage {
  return { key: id, id, role: "user", text, createdAt, citations: [] };
}

function withKey(message: ChatMessage): ShownMessage {
  return { ...message, key: message.id };
}
