"use client";

import dynamic from "next/dynamic";
import { Suspense } from "react";
import { FailureBoundary } from "#components/ui/failure-boundary.tsx";
import type { Card } from "#lib/skills/card.ts";

const CardView = dynamic(() => import("#components/cards/card-view.tsx").then((module) => module.CardView));

/** A card of an answer. Shown as text until its code has loaded, or if it fails. */
export function AnswerCard({ card, isFresh }: { card: Card; isFresh: boolean }) {
  const text = <p className="answer-card whitespace-pre-wrap">{card.text}</p>;
  return (
    <FailureBoundary fallback={text}>
      <Suspense fallback={text}>
        <CardView card={card} isFresh={isFresh} />
      </Suspense>
    </FailureBoundary>
  );
}
