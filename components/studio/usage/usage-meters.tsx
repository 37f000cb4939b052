"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { budgetsNearLimit } from "#lib/billing/budgets-near-limit.ts";
import {
  type BudgetPeriod,
  budgetMeasures,
  budgetPeriods,
  MICROS,
  type Usage,
  type UsageReport,
} from "#lib/billing/schema.ts";
import { LimitMeter } from "./limit-meter.tsx";

type Named = { id: string; name: string };
type Props = { report: UsageReport; chatbots: Named[]; now: string };

/** The usage of today and this month against the limits, by chatbot. */
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
        <ul className="mb-4 grid gap-2" aria-label={t("near.title")}>
          {near.map(({ scope, chatbotId, period, measure, used, most, isUsedUp }) => (
            <li
              key={`${chatbotId}/${period}`}
              className={`rounded-panel border px-4 py-3 text-small wrap-anywhere ${isUsedUp ? "border-transparent bg-danger-wash text-danger" : "border-line bg-raised"}`}
            >
              <b className="font-semibold">
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
      <div className="mb-10 grid gap-4 md:grid-cols-2">
        {budgetPeriods.map((period) => (
          <section
            key={period}
            className="rounded-2xl border border-line bg-raised p-5"
            aria-labelledby={`usage-${period}`}
          >
            <h2 id={`usage-${period}`} className="font-semibold">
              {t(`periods.${period}`)}
            </h2>
            <p className="text-sm text-ink-muted">
              {t("resets", { when: format.relativeTime(new Date(report.resetsAt[period]), new Date(now)) })}
            </p>
            <ul className="mt-4 grid gap-3.5">
              {budgetMeasures.map((measure) => (
                <LimitMeter
                  key={measure}
                  label={t(`measures.${measure}`)}
                  used={report.tenant[period][measure]}
                  limit={limitOf(period, measure)}
                  format={(value) => shown(measure, value)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {used.length > 0 && (
        <Section title={t("byChatbot")} className="mt-10">
          <Table
            rows={used}
            keyOf={({ id, name }) => id ?? name}
            columns={[
              { key: "chatbot", head: t("chatbot"), cell: ({ name }) => name },
              ...(
                [
                  ["columns.today", ({ day }) => format.number(day.messages)],
                  ["columns.month", ({ month }) => format.number(month.messages)],
                  ["columns.tokens", ({ month }) => format.number(month.tokens)],
                  ["columns.cost", ({ month }) => shown("costMicros", month.costMicros)],
                ] satisfies [Parameters<typeof t>[0], (row: (typeof used)[number]) => string][]
              ).map(([key, cell]) => ({ key, head: t(key), cell, isNumeric: true })),
            ]}
          />
        </Section>
      )}
    </>
  );
}
