"use client";

import type { Card } from "#lib/skills/card.ts";
import { ChartCard } from "./chart-card.tsx";
import { HoroscopeCard } from "./horoscope-card.tsx";
import { MoonCard } from "./moon-card.tsx";
import { TarotCard } from "./tarot-card.tsx";

type CardViewProps = { card: Card; isFresh: boolean };

export function CardView({ card, isFresh }: CardViewProps) {
  switch (card.kind) {
    case "moon":
      return <MoonCard card={card} />;
    case "horoscope":
      return <HoroscopeCard card={card} />;
    case "chart":
      return <ChartCard card={card} />;
    case "tarot":
      return <TarotCard card={card} isFresh={isFresh} />;
    default:
      return card satisfies never;
  }
}
