"use client";

import { useFormatter, useTranslations } from "next-intl";
import { SectionTitle, sectionClass } from "#components/ui/section.tsx";
import type { QuotaUse } from "#lib/quotas/schema.ts";
import { LimitMeter } from "./limit-meter.tsx";

type Props = { quotas: QuotaUse[]; now: string };

/** How much of its plan the workspace uses. */
export function QuotaMeters({ quotas, now }: Props) {
  const t = useTranslations("studioUsage");
  const format = useFormatter();
  const shown = (name: QuotaUse["name"], value: number) =>
    name === "storageBytes"
      ? t("megabytes", { count: format.number(value / 1_000_000, { maximumFractionDigits: 1 }) })
      : format.number(value, { maximumFractionDigits: 0 });
  const resetsAt = quotas.find((quota) => quota.resetsAt)?.resetsAt ?? now;
  return (
    <section className={`${sectionClass} mt-10`} aria-labelledby="plan">
      <SectionTitle id="plan">{t("plan")}</SectionTitle>
      <p className="text-ink-soft text-pretty">
        {t("planLead", { when: format.relativeTime(new Date(resetsAt), new Date(now)) })}
      </p>
      <ul className="grid gap-x-8 gap-y-3.5 md:grid-cols-2">
        {quotas.map(({ name, used, limit }) => (
          <LimitMeter
            key={name}
            label={t(`quotas.${name}`)}
            used={used}
            limit={limit}
            format={(value) => shown(name, value)}
          />
        ))}
      </ul>
    </section>
  );
}
