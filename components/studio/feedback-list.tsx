"use client";

import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Markdown } from "#components/markdown/markdown.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import type { RatedAnswer } from "#lib/conversation/list-feedback.ts";

type FeedbackListProps = { answers: RatedAnswer[]; isFiltered: boolean };

/** Rated answers with their question, newest first. */
export function FeedbackList({ answers, isFiltered }: FeedbackListProps) {
  const t = useTranslations("studio");
  if (answers.length === 0)
    return <p className="text-ink-soft">{t(isFiltered ? "feedbackNoMatch" : "feedbackEmpty")}</p>;
  return (
    <RowList as="ol">
      {answers.map((answer) => (
        <FeedbackRow key={answer.messageId} answer={answer} />
      ))}
    </RowList>
  );
}

function FeedbackRow({ answer }: { answer: RatedAnswer }) {
  const t = useTranslations("studio");
  const reasons = useTranslations("chat.feedback.reasons");
  const format = useFormatter();
  const { rating, reason, text, question, ratedAt } = answer;
  const Icon = rating === "up" ? ThumbsUp : ThumbsDown;
  const known = reason as Parameters<typeof reasons.has>[0] | null;
  return (
    <li className="items-start!">
      <Icon
        role="img"
        aria-label={t(`ratings.${rating}`)}
        className={`mt-1 size-4 flex-none ${rating === "up" ? "text-accent" : "text-danger"}`}
      />
      <div className="grid min-w-0 grow basis-64 grid-cols-[minmax(0,1fr)] gap-1">
        <p dir="auto" className="line-clamp-3 font-medium wrap-anywhere whitespace-pre-line">
          {question}
        </p>
        {reason && (
          <p className="text-small text-ink-soft">{known && reasons.has(known) ? reasons(known) : reason}</p>
        )}
        {text && (
          <p dir="auto" className="text-small wrap-anywhere whitespace-pre-line text-ink-soft">
            {text}
          </p>
        )}
        <details className="text-small">
          <summary className="w-fit cursor-pointer text-ink-muted hover:text-ink">
            {t("feedbackAnswer")}
          </summary>
          <div className="mt-2 max-w-(--column) border-s-2 border-line ps-4">
            <Markdown text={answer.answer} />
          </div>
        </details>
      </div>
      <time dateTime={ratedAt} className="text-sm text-ink-muted">
        {format.dateTime(new Date(ratedAt), { dateStyle: "medium", timeStyle: "short" })}
      </time>
    </li>
  );
}
