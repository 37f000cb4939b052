"use client";

import { useTranslations } from "next-intl";
import { memo, useMemo } from "react";
import { CitationContext } from "#components/citations/citation-mark.tsx";
import { FailureBoundary } from "#components/ui/failure-boundary.tsx";
import { useLatest } from "#components/ui/use-latest.ts";
import type { Citation } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { partsOf, plainAnswer } from "#lib/skills/answer-parts.ts";
import { AnswerCard } from "./answer-card.tsx";
import { AnswerText } from "./answer-text.tsx";
import type { ShownMessage } from "./conversation-state.ts";
import { FeedbackForm } from "./feedback-form.tsx";
import { MessageActions } from "./message-actions.tsx";
import { MessageTime } from "./message-time.tsx";
import { RatingButtons } from "./rating-buttons.tsx";
import { SkillLine } from "./skill-line.tsx";
import { SourceList } from "./source-list.tsx";
import { Thinking } from "./thinking.tsx";
import { TopicList } from "./topic-list.tsx";
import { topicsOf } from "./topics-of.ts";
import { TurnStatus } from "./turn-status.tsx";
import { type RateAnswer, useFeedback } from "./use-feedback.ts";

type MessageItemProps = {
  message: ShownMessage;
  name: string;
  hasKnowledge: boolean;
  /** Null except for the last answer. */
  onRegenerate: ((messageId: string) => void) | null;
  /** Null except for a last answer that declines. */
  onAsk: ((question: string) => void) | null;
  onRate: RateAnswer;
  onOpenCitation: (messageId: string, citation: Citation, answer: string) => void;
};

export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  return props.message.role === "user" ? <Question {...props} /> : <AnswerItem {...props} />;
});

function Question({ message }: MessageItemProps) {
  const t = useTranslations("chat");
  return (
    <li className="message-user">
      <h2 className="sr-only">{t("saidByYou")}</h2>
      <FailureBoundary fallback={<p className="message-broken">{t("cannotShowQuestion")}</p>}>
        <p className="bubble" dir="auto">
          {message.text}
        </p>
      </FailureBoundary>
      <MessageTime createdAt={message.createdAt} className="sr-only" />
    </li>
  );
}

function AnswerItem(given: MessageItemProps) {
  const t = useTranslations("chat");
  const { message } = given;
  const name = message.author ? (message.author.name ?? t("teamMember")) : given.name;
  const props = { ...given, name };
  const broken = (
    <>
      <p className="message-broken">{t("cannotShow")}</p>
      <div className="message-foot">
        <MessageActions text={message.text} onRegenerate={null} />
      </div>
    </>
  );
  return (
    <li className="message-answer" aria-busy={message.turn?.state === "running" || undefined}>
      <h2 className="sr-only">{t("saidBy", { name: isolateText(name) })}</h2>
      <FailureBoundary fallback={broken}>
        <Answer {...props} />
      </FailureBoundary>
    </li>
  );
}

function Answer({
  message,
  name,
  hasKnowledge,
  onRegenerate,
  onAsk,
  onRate,
  onOpenCitation,
}: MessageItemProps) {
  const t = useTranslations("chat");
  const { id, citations, text, cards, skills, turn } = message;
  const isRunning = turn?.state === "running";
  const topics = topicsOf(message);
  const shown = useLatest(text);
  const links = useMemo(
    () => ({
      citations,
      references: cards.flatMap(({ card }) => card.references ?? []),
      open: (citation: Citation) => onOpenCitation(id, citation, shown.current),
    }),
    [citations, cards, id, onOpenCitation, shown],
  );
  const feedback = useFeedback(message, onRate);
  const regenerate = onRegenerate && (() => onRegenerate(id));
  const isWhole = turn === undefined || turn.state === "complete";

  return (
    <>
      {message.author && (
        <p aria-hidden className="text-small font-strong">
          <bdi>{name}</bdi>
        </p>
      )}
      {skills.map((call) => (
        <SkillLine key={call.id} call={call} />
      ))}
      {text === "" && isRunning && !skills.some(({ state }) => state === "running") && (
        <Thinking label={t("thinking")} />
      )}
      <CitationContext value={links}>
        {partsOf(text, cards).map((part) =>
          part.kind === "card" ? (
            <AnswerCard key={part.key} card={part.card} isFresh={isRunning} />
          ) : (
            <AnswerText key={part.key} text={part.text} hasCitations isStreaming={isRunning && part.isLast} />
          ),
        )}
      </CitationContext>
      {onAsk && topics.length > 0 && <TopicList citations={topics} onAsk={onAsk} />}
      {hasKnowledge && isUnsupported(message) && <p className="answer-note">{t("uncited")}</p>}
      {turn && <TurnStatus turn={turn} onRetry={isWhole ? null : regenerate} />}
      {!isRunning && (
        <div className="message-foot">
          {citations.length > 0 && <SourceList citations={citations} onOpen={links.open} />}
          <MessageActions text={plainAnswer(text, cards)} onRegenerate={isWhole ? regenerate : null}>
            {turn && <RatingButtons feedback={feedback} />}
          </MessageActions>
          <MessageTime createdAt={message.createdAt} className="message-time" />
        </div>
      )}
      {turn && !isRunning && <FeedbackForm feedback={feedback} name={name} />}
    </>
  );
}

/** Whether an answer rests on neither a source nor a skill. */
function isUnsupported({ grounding, skills, cards }: ShownMessage): boolean {
  return grounding === "uncited" && skills.length === 0 && cards.length === 0;
}
