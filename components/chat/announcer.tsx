"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { isolateText } from "#lib/core/isolate-text.ts";
import { plainAnswer } from "#lib/skills/answer-parts.ts";
import { type ConversationState, isAnswering } from "./conversation-state.ts";

/** Announces to screen readers that an answer is being generated, and the whole answer at its end. */
export function Announcer({ state, name }: { state: ConversationState; name: string }) {
  const t = useTranslations("chat");
  const [finished, setFinished] = useState("");
  const isBusy = isAnswering(state);
  const wasBusy = useRef(isBusy);
  const last = state.messages.at(-1);
  useEffect(() => {
    if (wasBusy.current && !isBusy && last?.role === "assistant") {
      setFinished(
        t("answerFinished", { name: isolateText(name), text: plain(plainAnswer(last.text, last.cards)) }),
      );
    }
    wasBusy.current = isBusy;
  }, [isBusy, last, name, t]);

  const said = !isBusy && last?.author ? last : null;
  useEffect(() => {
    if (said?.author) {
      const who = isolateText(said.author.name ?? t("teamMember"));
      setFinished(t("answerFinished", { name: who, text: plain(said.text) }));
    }
  }, [said, t]);

  const { turn } = state;
  const isCut = turn.kind === "reconnecting" && turn.attempt > 0;
  return (
    <>
      <div className="sr-only" role="status">
        {isCut ? t("reconnecting") : isBusy && t("thinking")}
      </div>
      <div className="sr-only" role="log" aria-live="polite">
        {!isBusy && finished}
      </div>
    </>
  );
}

/** Removes Markdown syntax, which would be read aloud. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[(\d{1,3})\]|<\/?su[bp]>/g, "")
    .replace(/<br[^<>]*>/g, " ")
    .replace(/[`*_#>|~]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
