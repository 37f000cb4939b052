"use client";

import type { ReadingCard } from "#lib/oracle/schema.ts";
import type { Card } from "#lib/skills/card.ts";
import type { WorkCard as Work } from "#lib/status/ask/work-card.ts";
import { ChartCard } from "./chart-card.tsx";
import { HoroscopeCard } from "./horoscope-card.tsx";
import { MoonCard } from "./moon-card.tsx";
import { TarotCard } from "./tarot-card.tsx";
import { WorkCard } from "./work-card.tsx";

type CardViewProps = { card: Card; isFresh: boolean };

export function CardView({ card: anyCard, isFresh }: CardViewProps) {
  // Its skill's schema has checked it.
  const card = anyCard as ReadingCard | Work;
  switch (card.kind) {
    case "moon":
      return <MoonCard card={card} />;
    case "horoscope":
      return <HoroscopeCard card={card} />;
    case "chart":
      return <ChartCard card={card} />;
    case "tarot":
      return <TarotCard card={card} isFresh={isFresh} />;
    case "work":
      return <WorkCard card={card} />;
    default:
      card satisfies never;
      return <p className="answer-card whitespace-pre-wrap">{anyCard.text}</p>;
  }
}
