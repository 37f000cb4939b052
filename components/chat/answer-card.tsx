"use client";

import { lazy, Suspense } from "react";
import type { Card } from "#lib/skill/schema.ts";

const CardView = lazy(async () => ({ default: (await import("#components/cards/card-view.tsx")).CardView }));

/** A card of an answer. How it is drawn is fetched with the first one; until then it is read. */
export function AnswerCard({ card, isFresh }: { card: Card; isFresh: boolean }) {
  return (
    <Suspense fallback={<p className="answer-card whitespace-pre-wrap">{card.text}</p>}>
      <CardView card={card} isFresh={isFresh} />
    </Suspense>
  );
}
