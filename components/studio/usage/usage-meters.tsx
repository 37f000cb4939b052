"use client";

import { useFormatter, useTranslations } from "next-intl";
import { DataTable } from "#components/ui/data-table.tsx";
import { budgetsNearLimit } from "#lib/billing/budgets-near-limit.ts";
import {
  type BudgetPeriod,
  budgetMeasures,
  budgetPeriods,
  MICROS,
  type Usage,
  type UsageReport,
} from "#lib/billing/schema.ts";

type Named = { id: string; name: string };
type Props = { report: UsageReport; chatbots: Named[]; now: string };

/** What was used today and this month, against what may be, and by which chatbot. */
export function UsageMeters({ report, chatbots, now }: Props) {
  const t = useTranslations("studioUsage");
  const format = useFormatter();
  const shown = (measure: keyof Usage, value: number) =>
    measure === "costMicros"
      ? format.number(value / MICROS, {
          style: "currency",
          currency: "USD",
          maximumFractionDigits: value > 0 && value < MICROS ? 4 : 2,
        })
      : format.number(value);
  const limitOf = (period: BudgetPeriod, measure: keyof Usage) =>
    report.budgets.find((one) => one.scope === "tenant" && one.period === period)?.[measure] ?? null;
  const nameOf = (chatbot: string | null) =>
    chatbots.find(({ id }) => id === chatbot)?.name ?? t("deletedChatbot");
  const near = budgetsNearLimit(report);
  const used = report.chatbots
    .map((one) => ({ ...one, name: nameOf(one.id) }))
    .sort((one, other) => other.month.messages - one.month.messages);
  return (
    <>
      {near.length > 0 && (
        <ul className="usage-near" aria-label={t("near.title")}>
          {near.map(({ scope, chatbotId, period, measure, used, most, isUsedUp }) => (
            <li key={`${chatbotId}/${period}`} data-used-up={isUsedUp || undefined}>
              <b>
                {t(isUsedUp ? `near.usedUp.${period}` : `near.nearly.${period}`, {
                  whose: scope === "tenant" ? t("limitOf.tenant") : nameOf(chatbotId),
                })}
              </b>{" "}
              {t("near.detail", {
                measure: t(`measures.${measure}`),
                used: shown(measure, used),
                limit: shown(measure, most),
              })}{" "}
              {t(isUsedUp ? "near.opens" : "near.resets", {
                when: format.relativeTime(new Date(report.resetsAt[period]), new Date(now)),
                date: format.dateTime(new Date(report.resetsAt[period]), {
                  day: "numeric",
                  month: "long",
                  timeZone: "UTC",
                }),
              })}
            </li>
          ))}
        </ul>
      )}
      <div className="usage-periods">
        {budgetPeriods.map((period) => (
          <section key={period} className="card usage-period" aria-labelledby={`usage-${period}`}>
            <h2 id={`usage-${period}`}>{t(`periods.${period}`)}</h2>
            <p className="text-sm text-ink-muted">
              {t("resets", { when: format.relativeTime(new Date(report.resetsAt[period]), new Date(now)) })}
            </p>
            <ul>
              {budgetMeasures.map((measure) => {
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
          <DataTable>
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
          </DataTable>
        </section>
      )}
    </>
  );
}
