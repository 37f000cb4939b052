"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { MoonCard as Moon } from "#lib/oracle/schema.ts";
import { MoonDisc } from "./moon-disc.tsx";

export function MoonCard({ card }: { card: Moon }) {
  const t = useTranslations("cards");
  const format = useFormatter();
  const { seenFrom } = card;
  const clock = (at: string | null) =>
    at && seenFrom
      ? format.dateTime(new Date(at), { hour: "2-digit", minute: "2-digit", timeZone: seenFrom.timeZone })
      : t("moon.never");
  return (
    <section className="answer-card moon-card" aria-label={t("moon.label")}>
      <MoonDisc angle={card.angle} />
      <div>
        <h3 className="card-title">{t(`moon.phases.${card.phase}`)}</h3>
        <p className="card-note">
          {t("moon.facts", {
            lit: Math.round(card.illumination * 100),
            days: card.ageDays.toFixed(1),
            sign: t(`signs.${card.sign}`),
          })}
        </p>
        {seenFrom && (
          <p className="card-note">
            {t("moon.seenFrom", {
              name: seenFrom.name,
              rise: clock(seenFrom.rise),
              set: clock(seenFrom.set),
              zone: seenFrom.timeZone,
            })}
          </p>
        )}
        <dl className="moon-next">
          {card.next.map(({ phase, at }) => (
            <div key={phase}>
              <dt>{t(`moon.phases.${phase}`)}</dt>
              <dd>
                <time dateTime={at}>{format.dateTime(new Date(at), { day: "numeric", month: "short" })}</time>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
