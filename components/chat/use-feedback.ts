import { type RefObject, useRef, useState } from "react";
import type { Feedback, Rating } from "#lib/conversation/schema.ts";
import type { ShownMessage } from "./conversation-state.ts";

export type RateAnswer = (messageId: string, feedback: Feedback | null, earlier: Feedback | null) => void;

export type AnswerFeedback = {
  current: Feedback | null;
  /** The form for a reason, open after a press: still asking, or thanking. */
  step: "closed" | "asking" | "thanked";
  buttons: RefObject<Partial<Record<Rating, HTMLButtonElement | null>>>;
  press: (rating: Rating) => void;
  send: (reason: string | null, text: string) => void;
  close: () => void;
};

/** A press rates at once; the reason is optional and follows. A second press takes the rating back. */
export function useFeedback(message: ShownMessage, onRate: RateAnswer): AnswerFeedback {
  const { id } = message;
  const current = message.feedback ?? null;
  const [step, setStep] = useState<AnswerFeedback["step"]>("closed");
  const buttons = useRef<Partial<Record<Rating, HTMLButtonElement | null>>>({});
  const leave = (next: AnswerFeedback["step"]) => {
    setStep(next);
    if (current) buttons.current[current.rating]?.focus();
  };
  return {
    current,
    step: current ? step : "closed",
    buttons,
    press: (rating) => {
      const isTakenBack = current?.rating === rating;
      setStep(isTakenBack ? "closed" : "asking");
      onRate(id, isTakenBack ? null : { rating, reason: null, text: null }, current);
    },
    send: (reason, text) => {
      if (current) onRate(id, { rating: current.rating, reason, text: text.trim() || null }, current);
      leave("thanked");
    },
    close: () => leave("closed"),
  };
}
