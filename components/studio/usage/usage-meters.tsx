"use client";

import { useFormatter, useTranslations } from "next-intl";
import {
  type BudgetPeriod,
  budgetPeriods,
  MICROS,
  type Usage,
  type UsageReport,
} from "#lib/billing/schema.ts";

type Named = { id: string; name: string };
type Props = { report: UsageReport; chatbots: Named[]; now: string };

const measures = ["messages", "tokens", "costMicros"] as const;

/** What was used today and this month, against what may be, and by which chatbot. */
export function UsageMeters({ report, chatbots, now }: Props) {
  const t = useTranslations("studioUsage");
  const format = useFormatter();
  const shown = (measure: (typeof measures)[number], value: number) =>
    measure === "costMicros"
      ? format.number(value / MICROS, {
          style: "currency",
          currency: "USD",
          maximumFractionDigits: value > 0 && value < MICROS ? 4 : 2,
        })
      : format.number(value);
  const limitOf = (period: BudgetPeriod, measure: keyof Usage) =>
    report.budgets.find((one) => one.scope === "tenant" && one.period === period)?.[measure] ?? null;
  const used = report.chatbots
    .map((one) => ({ ...one, name: chatbots.find(({ id }) => id === one.id)?.name ?? t("deletedChatbot") }))
    .sort((one, other) => other.month.messages - one.month.messages);
  return (
    <>
      <div className="usage-periods">
        {budgetPeriods.map((period) => (
          <section key={period} className="card usage-period" aria-labelledby={`usage-${period}`}>
            <h2 id={`usage-${period}`}>{t(`periods.${period}`)}</h2>
            <p className="text-sm text-ink-muted">
              {t("resets", { when: format.relativeTime(new Date(report.resetsAt[period]), new Date(now)) })}
            </p>
            <ul>
              {measures.map((measure) => {
                const value = report.tenant[period][measure];
                const limit = limitOf(period, measure);
                return (
                  <li key={measure}>
                    <span>{t(`measures.${measure}`)}</span>
                    <p>
                      <b>{shown(measure, value)}</b>{" "}
                      {limit !== null && <span>{t("of", { limit: shown(measure, limit) })}</span>}
                    </p>
                    {limit !== null && (
                      <meter
                        min={0}
                        max={Math.max(1, limit)}
                        high={Math.max(1, limit) * 0.8}
                        value={limit === 0 ? 1 : Math.min(value, limit)}
                        aria-label={t(`measures.${measure}`)}
                      />
                    )}
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
      {used.length > 0 && (
        <section className="studio-section" aria-labelledby="usage-chatbots">
          <h2 id="usage-chatbots">{t("byChatbot")}</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keys can scroll it where it is too wide */}
          <div className="usage-table" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("chatbot")}</th>
                  <th scope="col">{t("columns.today")}</th>
                  <th scope="col">{t("columns.month")}</th>
                  <th scope="col">{t("columns.tokens")}</th>
                  <th scope="col">{t("columns.cost")}</th>
                </tr>
              </thead>
              <tbody>
                {used.map(({ id, name, day, month }) => (
                  <tr key={id}>
                    <th scope="row">{name}</th>
                    <td>{format.number(day.messages)}</td>
                    <td>{format.number(month.messages)}</td>
                    <td>{format.number(month.tokens)}</td>
                    <td>{shown("costMicros", month.costMicros)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </>
  );
}
