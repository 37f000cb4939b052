"use client";

import { useTranslations } from "next-intl";
import type { ChartCard as Chart, signs } from "#lib/oracle/schema.ts";
import { signSymbol } from "#lib/oracle/zodiac.ts";
import { ChartWheel } from "./chart-wheel.tsx";

/** The text variation selector: keeps systems from drawing the sign as an emoji. */
const AS_TEXT = "\uFE0E";

export function ChartCard({ card }: { card: Chart }) {
  const t = useTranslations("cards");
  const row = (
    name: string,
    { sign, degree }: { sign: (typeof signs)[number]; degree: number },
    note?: string,
  ) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      <td>
        <span aria-hidden="true">
          {signSymbol(sign)}
          {AS_TEXT}{" "}
        </span>
        {t(`signs.${sign}`)} {Math.floor(degree)}°{note && <span className="card-note"> {note}</span>}
      </td>
    </tr>
  );
  return (
    <section className="answer-card chart-card" aria-label={t(`chart.${card.of}`)}>
      <ChartWheel card={card} />
      <div className="min-w-0">
        <h3 className="card-title">{t(`chart.${card.of}`)}</h3>
        <table>
          <tbody>
            {card.positions.map((one) =>
              row(t(`bodies.${one.body}`), one, one.isRetrograde ? t("chart.retrograde") : undefined),
            )}
            {card.ascendant && row(t("chart.ascendant"), card.ascendant)}
            {card.midheaven && row(t("chart.midheaven"), card.midheaven)}
          </tbody>
        </table>
        {card.of === "solar" && <p className="card-note">{t("chart.noHour")}</p>}
      </div>
    </section>
  );
}
