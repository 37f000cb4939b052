"use client";

import { useTranslations } from "next-intl";
import type { TarotCard as Tarot } from "#lib/oracle/schema.ts";
import { TarotFace } from "./tarot-face.tsx";

type TarotCardProps = {
  card: Tarot;
  /** Newly drawn cards turn over one after another; those of an older answer are face up. */
  isFresh: boolean;
};

export function TarotCard({ card, isFresh }: TarotCardProps) {
  const t = useTranslations("cards");
  return (
    <section className="answer-card tarot-card" aria-label={t("tarot.label", { count: card.cards.length })}>
      <ol className="tarot-spread" data-count={card.cards.length} data-fresh={isFresh || undefined}>
        {card.cards.map(({ id, name, position, isReversed, meaning }) => (
          <li key={id}>
            <div className="tarot-turn">
              <div className="tarot-back" aria-hidden="true" />
              <div className="tarot-front" data-reversed={isReversed || undefined}>
                <TarotFace id={id} />
              </div>
            </div>
            <div>
              <p className="card-note">{position}</p>
              <h3 className="tarot-name">{isReversed ? t("tarot.reversed", { name }) : name}</h3>
              <p className="tarot-meaning">{meaning}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
