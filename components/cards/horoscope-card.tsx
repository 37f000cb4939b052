"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type HoroscopeCard as Horoscope, signs } from "#lib/oracle/schema.ts";
import { signSymbol } from "#lib/oracle/zodiac.ts";

/** The text variation selector: keeps systems from drawing the sign as an emoji. */
const AS_TEXT = "\uFE0E";

export function HoroscopeCard({ card }: { card: Horoscope }) {
  const t = useTranslations("cards");
  const format = useFormatter();
  const day = format.dateTime(new Date(`${card.day}T12:00:00Z`), {
    weekday: card.span === "day" ? "long" : undefined,
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  const sign = t(`signs.${card.sign}`);
  return (
    <section className="answer-card horoscope-card" aria-label={t("horoscope.label", { sign })}>
      <header>
        <span className="sign-medal" data-turn={signs.indexOf(card.sign)} aria-hidden="true">
          {signSymbol(card.sign)}
          {AS_TEXT}
        </span>
        <div>
          <h3 className="card-title">{sign}</h3>
          <p className="card-note">{card.span === "day" ? day : t("horoscope.week", { day })}</p>
        </div>
      </header>
      <p className="reading" dir="auto">
        {card.reading}
      </p>
      <details>
        <summary>{t("horoscope.facts")}</summary>
        <ul>
          {card.facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
