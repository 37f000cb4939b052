"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { FEEDBACK_MAX_CHARS, feedbackReasons } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { AnswerFeedback } from "./use-feedback.ts";

/** Checked against the server's by type; importing the values would pull its schemas into the bundle. */
const maxChars: typeof FEEDBACK_MAX_CHARS = 2_000;
const reasonsFor: typeof feedbackReasons = {
  up: ["correct", "clear", "complete"],
  down: ["incorrect", "incomplete", "off_topic", "bad_sources"],
};

/** Asks why an answer was rated up or down, and says thanks. */
export function FeedbackForm({ feedback, name }: { feedback: AnswerFeedback; name: string }) {
  const t = useTranslations("chat.feedback");
  const { current, step } = feedback;
  if (step === "closed") return null;
  return (
    <>
      {current && step === "asking" && <Reasons key={current.rating} feedback={feedback} name={name} />}
      <p role="status" className="feedback-thanks">
        {step === "thanked" && t("thanks")}
      </p>
    </>
  );
}

function Reasons({ feedback, name }: { feedback: AnswerFeedback; name: string }) {
  const t = useTranslations("chat.feedback");
  const [reason, setReason] = useState<string | null>(null);
  const [text, setText] = useState("");
  const rating = feedback.current?.rating ?? "up";
  return (
    <form
      className="feedback-form"
      aria-label={t("label")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        feedback.close();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        feedback.send(reason, text);
      }}
    >
      <fieldset>
        <legend>{t(`why.${rating}`)}</legend>
        <div className="feedback-reasons">
          {reasonsFor[rating].map((one) => (
            <Button
              key={one}
              variant="plain"
              className="feedback-reason"
              aria-pressed={reason === one}
              onClick={() => setReason(reason === one ? null : one)}
            >
              {t(`reasons.${one}`)}
            </Button>
          ))}
        </div>
      </fieldset>
      <textarea
        dir="auto"
        rows={2}
        maxLength={maxChars}
        value={text}
        aria-label={t("text")}
        placeholder={t("text")}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="feedback-end">
        <p>{t("seenBy", { name: isolateText(name) })}</p>
        <Button variant="ghost" onClick={feedback.close}>
          {t("skip")}
        </Button>
        <Button type="submit" variant="primary" size="small">
          {t("send")}
        </Button>
      </div>
    </form>
  );
}
