"use client";

import { ThumbsDown, ThumbsUp } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { AnswerCard } from "#components/chat/answer-card.tsx";
import { Markdown } from "#components/markdown/markdown.tsx";
import { Badge } from "#components/ui/badge.tsx";
import type { TranscriptMessage } from "#lib/inbox/read-transcript.ts";
import { partsOf } from "#lib/skills/answer-parts.ts";
import { AnswerFacts } from "./answer-facts.tsx";

type TranscriptMessageProps = {
  message: TranscriptMessage;
  /** Of the search with this question; null for answers. */
  why: string | null;
};

/** A message as members read it: an answer with its passages, its facts and its rating. */
export function TranscriptItem({ message, why }: TranscriptMessageProps) {
  const t = useTranslations("inbox");
  const format = useFormatter();
  const { role, text, createdAt, isReplaced, citations, cards, answer, feedback } = message;
  const author = message.author && (message.author.name ?? t("formerMember"));
  const who = author ?? t(role === "user" ? "person" : "chatbot");
  return (
    <li>
      <article
        aria-label={who}
        className={`grid gap-2 rounded-2xl border border-line p-4 ${role === "user" ? "bg-sunken" : "bg-raised"}`}
      >
        <header className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-ink-muted">
          <span className="font-strong text-ink">
            <bdi>{who}</bdi>
          </span>
          <time dateTime={createdAt}>
            {format.dateTime(new Date(createdAt), { dateStyle: "medium", timeStyle: "short" })}
          </time>
          {isReplaced && <Badge>{t("replaced")}</Badge>}
          {answer?.grounding && (
            <Badge tone={answer.grounding === "declined" ? "danger" : "neutral"}>
              {t(`values.${answer.grounding}`)}
            </Badge>
          )}
          {why && (
            <Link href={why} className="ms-auto underline underline-offset-[0.2em] hover:text-ink">
              {t("why")}
            </Link>
          )}
        </header>
        {role === "user" ? (
          <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            {text}
          </p>
        ) : (
          partsOf(text, cards).map((part) =>
            part.kind === "card" ? (
              <AnswerCard key={part.key} card={part.card} isFresh={false} />
            ) : (
              <Markdown key={part.key} text={part.text} />
            ),
          )
        )}
        {role === "assistant" && text === "" && cards.length === 0 && (
          <p className="text-ink-muted">{t("noText")}</p>
        )}
        {citations.length > 0 && <Passages citations={citations} />}
        {answer && <AnswerFacts answer={answer} />}
        {feedback && <Rated feedback={feedback} />}
      </article>
    </li>
  );
}

function Passages({ citations }: Pick<TranscriptMessage, "citations">) {
  const t = useTranslations("inbox");
  return (
    <details className="text-small">
      <summary className="w-fit cursor-pointer text-ink-muted hover:text-ink">
        {t("passages", { count: citations.length })}
      </summary>
      <ol className="mt-2 grid gap-3">
        {citations.map(({ number, title, headingPath, excerpt }) => (
          <li key={number} className="grid grid-cols-[1.5rem_minmax(0,1fr)]">
            <span className="text-ink-muted tabular-nums">{number}</span>
            <div>
              <p className="font-strong wrap-anywhere">
                <bdi>{[title, ...headingPath.filter((heading) => heading !== title)].join(" › ")}</bdi>
              </p>
              <p dir="auto" className="line-clamp-4 wrap-anywhere text-ink-soft">
                {excerpt}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Rated({ feedback }: { feedback: NonNullable<TranscriptMessage["feedback"]> }) {
  const t = useTranslations("inbox");
  const reasons = useTranslations("chat.feedback.reasons");
  const { rating, reason, text } = feedback;
  const known = reason as Parameters<typeof reasons.has>[0] | null;
  const Icon = rating === "up" ? ThumbsUp : ThumbsDown;
  return (
    <div className="flex items-start gap-2 rounded-lg bg-sunken px-3 py-2 text-small">
      <Icon
        role="img"
        aria-label={t(`values.${rating}`)}
        className={`mt-0.5 size-4 flex-none ${rating === "up" ? "text-accent" : "text-danger"}`}
      />
      <div className="min-w-0">
        <p>{reason ? (known && reasons.has(known) ? reasons(known) : reason) : t(`values.${rating}`)}</p>
        {text && (
          <p dir="auto" className="wrap-anywhere whitespace-pre-line text-ink-soft">
            {text}
          </p>
        )}
      </div>
    </div>
  );
}
