"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import type { Citation } from "#lib/conversation/schema.ts";

const mostTopics = 3;

/** The closest topics of an answer that found nothing; a press asks about one. */
export function TopicList({
  citations,
  onAsk,
}: {
  citations: Citation[];
  onAsk: (question: string) => void;
}) {
  const t = useTranslations("chat");
  const topics = [...new Set(citations.map(({ title, headingPath }) => headingPath.at(-1) ?? title))];
  return (
    <ul className="starters" aria-label={t("topics")}>
      {topics.slice(0, mostTopics).map((topic) => (
        <li key={topic}>
          <Button variant="plain" className="starter" dir="auto" onClick={() => onAsk(topic)}>
            {topic}
          </Button>
        </li>
      ))}
    </ul>
  );
}
