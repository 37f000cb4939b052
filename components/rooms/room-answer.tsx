"use client";

import { Square } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { AnswerText } from "#components/chat/answer-text.tsx";
import { SourceList } from "#components/chat/source-list.tsx";
import { Thinking } from "#components/chat/thinking.tsx";
import { CitationContext } from "#components/citations/citation-mark.tsx";
import { Button } from "#components/ui/button.tsx";
import { useLatest } from "#components/ui/use-latest.ts";
import type { Citation } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { WireMessage } from "#lib/rooms/wire.ts";

const noCitations: Citation[] = [];

type RoomAnswerProps = {
  message: WireMessage;
  onOpenCitation: (messageId: string, citation: Citation, answer: string) => void;
  /** Null for people who may not stop it. */
  onStop: ((message: WireMessage) => void) | null;
};

/** An answer of the chatbot, growing while it runs. */
export function RoomAnswer({ message, onOpenCitation, onStop }: RoomAnswerProps) {
  const t = useTranslations("rooms");
  const { id, content, username, answer } = message;
  const citations = answer?.citations ?? noCitations;
  const isRunning = answer?.state === "running";
  const isBroken = answer?.state === "failed" || answer?.state === "interrupted";
  const shown = useLatest(content);
  const links = useMemo(
    () => ({ citations, open: (citation: Citation) => onOpenCitation(id, citation, shown.current) }),
    [citations, id, onOpenCitation, shown],
  );
  return (
    <div className="@container w-full min-w-0" aria-busy={isRunning || undefined}>
      {isRunning && content === "" && <Thinking label={t("answering", { name: isolateText(username) })} />}
      {content !== "" && (
        <CitationContext value={links}>
          <AnswerText text={content} hasCitations isStreaming={isRunning} />
        </CitationContext>
      )}
      {isRunning && onStop && (
        <Button className="mt-2" onClick={() => onStop(message)}>
          <Square aria-hidden fill="currentColor" />
          {t("stopAnswer")}
        </Button>
      )}
      {answer?.state === "stopped" && <p className="turn-status">{t("answerStopped")}</p>}
      {isBroken && <p className="turn-status">{t("answerFailed")}</p>}
      {citations.length > 0 && !isRunning && (
        <div className="mt-3">
          <SourceList citations={citations} onOpen={links.open} />
        </div>
      )}
    </div>
  );
}
