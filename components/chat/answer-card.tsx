"use client";

import dynamic from "next/dynamic";
import { Suspense } from "react";
import type { Card } from "#lib/skills/card.ts";

const CardView = dynamic(() => import("#components/cards/card-view.tsx").then((module) => module.CardView));

/** A card of an answer. Shown as text until the code that draws it has loaded. */
export function AnswerCard({ card, isFresh }: { card: Card; isFresh: boolean }) {
  return (
    <Suspense fallback={<p className="answer-card whitespace-pre-wrap">{card.text}</p>}>
      <CardView card={card} isFresh={isFresh} />
    </Suspense>
  );
}
