"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { AnswerText } from "#components/chat/answer-text.tsx";
import { SourceList } from "#components/chat/source-list.tsx";
import { Thinking } from "#components/chat/thinking.tsx";
import { CitationContext } from "#components/citations/citation-mark.tsx";
import type { Citation } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { WireMessage } from "#lib/rooms/wire.ts";

const noCitations: Citation[] = [];

type RoomAnswerProps = {
  message: WireMessage;
  onOpenCitation: (messageId: string, citation: Citation) => void;
};

/** An answer of the chatbot, growing while it runs. */
export function RoomAnswer({ message, onOpenCitation }: RoomAnswerProps) {
  const t = useTranslations("rooms");
  const { id, content, username, answer } = message;
  const citations = answer?.citations ?? noCitations;
  const isRunning = answer?.state === "running";
  const isBroken = answer?.state === "failed" || answer?.state === "interrupted";
  const links = useMemo(
    () => ({ citations, open: (citation: Citation) => onOpenCitation(id, citation) }),
    [citations, id, onOpenCitation],
  );
  return (
    <div className="@container w-full min-w-0" aria-busy={isRunning || undefined}>
      {isRunning && content === "" && <Thinking label={t("answering", { name: isolateText(username) })} />}
      {content !== "" && (
        <CitationContext value={links}>
          <AnswerText text={content} hasCitations isStreaming={isRunning} />
        </CitationContext>
      )}
      {isBroken && <p className="turn-status">{t("answerFailed")}</p>}
      {citations.length > 0 && !isRunning && (
        <div className="mt-3">
          <SourceList citations={citations} onOpen={links.open} />
        </div>
      )}
    </div>
  );
}
