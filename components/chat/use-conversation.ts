import { useCallback, useEffect, useEffectEvent, useReducer, useRef } from "react";
import { waitForNetwork, watchConnection } from "#components/streams/watch-connection.ts";
import type {
  ConversationDetail,
  ConversationSummary,
  MessagePage,
  TurnChunk,
} from "#lib/conversation/schema.ts";
import { batchByFrame } from "./batch-by-frame.ts";
import { type ChatApi, ChatApiError, messageOf } from "./chat-api.ts";
import { emptyConversation, expectsPerson, isAnswering, openedConversation } from "./conversation-state.ts";
import { followTurn, type TurnSource } from "./follow-turn.ts";
import { reduceConversation } from "./reduce-conversation.ts";
import { useConversationEvents } from "./use-conversation-events.ts";
import { useRating } from "./use-rating.ts";
import { notifyOtherTabs, useRemoteChanges } from "./use-remote-changes.ts";

/** How long to wait for the stream to end after a stop was accepted, before the stored answer is loaded. */
const stopPatience = 4_000;

type Input = {
  api: ChatApi;
  initialConversation: ConversationDetail | null;
  initialMessages: MessagePage | null;
  /** Signed in, so possibly on several devices; a visitor is one browser. */
  isMember: boolean;
  /**
   * Called when the server names a turn's conversation, which is then new or moves to the top of the list.
   */
  onStarted: (conversation: ConversationSummary) => void;
};

/** The place of a question that the server has stored, for the chatbot or for a person. */
function storedQuestion(chunk: TurnChunk): { conversationId: string; title: string } | null {
  if (chunk.type === "start") return chunk.messageMetadata;
  return chunk.type === "data-handling" && chunk.data.userMessageId ? chunk.data : null;
}

export function useConversation({ api, initialConversation, initialMessages, isMember, onStarted }: Input) {
  const [state, dispatch] = useReducer(reduceConversation, null, () =>
    initialConversation && initialMessages
      ? openedConversation(initialConversation, initialMessages)
      : emptyConversation,
  );
  const reader = useRef<AbortController | null>(null);
  const opening = useRef<AbortController | null>(null);
  /**
   * The client key of a new conversation, and the last refused message, which is sent again under the same
   * id.
   */
  const clientKey = useRef<string | null>(null);
  const refused = useRef<{ id: string; text: string } | null>(null);
  /** Whether something changed elsewhere while a question was sent or answered. */
  const hasMissed = useRef(false);

  const leave = useCallback(() => {
    reader.current?.abort();
    reader.current = new AbortController();
    return reader.current.signal;
  }, []);

  const follow = useCallback(
    (ask: TurnSource["ask"], conversationId: string | null) => {
      const signal = leave();
      const emit = batchByFrame((action) => {
        if (signal.aborted) return;
        if (action.type === "chunks") {
          const stored = action.chunks.map(storedQuestion).find((found) => found !== null);
          if (stored) {
            const { conversationId: id, title } = stored;
            refused.current = null;
            if (ask) notifyOtherTabs(id);
            onStarted({ id, title, updatedAt: new Date().toISOString() });
          }
        }
        dispatch(action);
      });
      void followTurn(
        {
          ask,
          resume: api.resume,
          reload: (id, aborted) => api.messages(id, null, aborted),
          wait: waitForNetwork,
          watch: watchConnection,
          now: () => performance.now(),
          random: Math.random,
        },
        conversationId,
        emit,
        signal,
      );
    },
    [api, leave, onStarted],
  );

  const send = (text: string) => {
    clientKey.current ??= crypto.randomUUID();
    const id = refused.current?.text === text ? refused.current.id : crypto.randomUUID();
    refused.current = { id, text };
    dispatch({ type: "sent", id, text, createdAt: new Date().toISOString() });
    const message = { id, role: "user" as const, parts: [{ type: "text" as const, text }] };
    const conversation = state.id ?? clientKey.current;
    follow((signal) => api.ask({ id: conversation, trigger: "submit-message", message }, signal), state.id);
  };

  const conversationId = state.id;
  const regenerate = useCallback(
    (messageId: string) => {
      if (!conversationId) return;
      dispatch({ type: "regenerated", messageId });
      const turn = { id: conversationId, trigger: "regenerate-message" as const, messageId };
      follow((signal) => api.ask(turn, signal), conversationId);
    },
    [api, conversationId, follow],
  );

  const rate = useRating(api, conversationId, dispatch);

  const open = async (id: string): Promise<boolean> => {
    opening.current?.abort();
    opening.current = new AbortController();
    const { signal } = opening.current;
    try {
      const [detail, page] = await Promise.all([api.detail(id, signal), api.messages(id, null, signal)]);
      if (signal.aborted) return true;
      leave();
      clientKey.current = null;
      dispatch({ type: "opened", detail, page });
      return true;
    } catch (error) {
      if (signal.aborted) return true;
      const isDeleted = error instanceof ChatApiError && error.status === 404;
      dispatch({
        type: "failed",
        notice: { action: isDeleted ? "open" : "other", message: messageOf(error) },
      });
      return false;
    }
  };

  const stop = () => {
    if (state.turn.kind !== "sending" || !state.turn.isWaiting) return dispatch({ type: "stopping" });
    // An overloaded server has stored nothing, so the text returns to the message box.
    leave();
    dispatch({ type: "refused", message: null });
    dispatch({ type: "dismissed" });
  };

  const startNew = () => {
    opening.current?.abort();
    leave();
    clientKey.current = null;
    dispatch({ type: "cleared" });
  };

  const loadOlder = async () => {
    const { id, before } = state;
    if (!id || !before) return;
    try {
      const page = await api.messages(id, before);
      dispatch({ type: "older-loaded", conversationId: id, page });
    } catch (error) {
      dispatch({ type: "failed", notice: { action: "other", message: messageOf(error) } });
    }
  };

  // A stop requested before the server has named the turn waits until it has.
  const stoppable = state.isStopping && state.turn.kind !== "sending" ? state.id : null;
  useEffect(() => {
    if (!stoppable) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const giveUp = () => follow(null, stoppable);
    api.stop(stoppable).then(
      () => {
        timer = setTimeout(giveUp, stopPatience);
      },
      (error: unknown) =>
        dispatch({ type: "failed", notice: { action: "other", message: messageOf(error) } }),
    );
    return () => clearTimeout(timer);
  }, [api, follow, stoppable]);

  // Follows an answer that was running when the conversation was opened.
  const unfollowed = state.turn.kind === "reconnecting" && state.turn.attempt === 0 ? state.id : null;
  const followUnfollowed = useEffectEvent((id: string) => follow(null, id));
  useEffect(() => {
    if (unfollowed) followUnfollowed(unfollowed);
  }, [unfollowed]);

  // Changes made in another tab, on another device, or while the page was suspended.
  const isIdle = state.turn.kind === "idle";
  const isLost = state.turn.kind === "lost";
  const reload = useEffectEvent(async () => {
    const { id } = state;
    if (isLost) return dispatch({ type: "reconnecting", attempt: 0 });
    if (!id || !isIdle) {
      hasMissed.current = true;
      return;
    }
    const signal = reader.current?.signal ?? leave();
    const page = await api.messages(id, null, signal).catch(() => null);
    if (page && !signal.aborted) dispatch({ type: "reloaded", page });
  });
  useRemoteChanges(isIdle || isLost ? state.id : null, reload);
  const isExpected = expectsPerson(state);
  const events = state.id && (isMember || isExpected) ? api.eventsUrl(state.id) : null;
  useConversationEvents(events, ({ handling }) => {
    dispatch({ type: "handled", handling });
    void reload();
  });
  useEffect(() => {
    if (!isIdle || !hasMissed.current) return;
    hasMissed.current = false;
    if (isExpected) void reload();
  }, [isIdle, isExpected]);

  useEffect(() => () => reader.current?.abort(), []);

  return {
    state,
    isAnswering: isAnswering(state),
    send,
    regenerate,
    rate,
    open,
    startNew,
    loadOlder,
    stop,
    reconnect: () => dispatch({ type: "reconnecting", attempt: 0 }),
    setTitle: (title: string) => dispatch({ type: "renamed", title }),
    dismiss: () => dispatch({ type: "dismissed" }),
    draftRestored: () => dispatch({ type: "draft-restored" }),
    fail: (error: unknown) =>
      dispatch({ type: "failed", notice: { action: "other", message: messageOf(error) } }),
  };
}
