import { type Dispatch, useCallback, useRef } from "react";
import { type ChatApi, messageOf } from "./chat-api.ts";
import type { ConversationAction } from "./conversation-state.ts";
import type { RateAnswer } from "./use-feedback.ts";

/** Shows a rating at once and stores it; one that cannot be stored is taken back with a notice. */
export function useRating(
  api: ChatApi,
  conversationId: string | null,
  dispatch: Dispatch<ConversationAction>,
): RateAnswer {
  const pending = useRef<Promise<void>>(Promise.resolve());
  return useCallback(
    (messageId, feedback, earlier) => {
      if (!conversationId) return;
      dispatch({ type: "rated", messageId, feedback });
      // One after the other, so that the last press is what is stored.
      pending.current = pending.current
        .then(() => api.rate({ conversationId, messageId }, feedback))
        .catch((error: unknown) => {
          dispatch({ type: "rated", messageId, feedback: earlier });
          dispatch({ type: "failed", notice: { action: "other", message: messageOf(error) } });
        });
    },
    [api, conversationId, dispatch],
  );
}
