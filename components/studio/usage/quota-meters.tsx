"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Meter } from "#components/ui/meter.tsx";
import { SectionTitle, sectionClass } from "#components/ui/section.tsx";
import type { QuotaUse } from "#lib/quotas/schema.ts";

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
          <li key={name} className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 gap-y-1">
            <span className="text-small text-ink-muted">{t(`quotas.${name}`)}</span>
            <p>
              <b className="font-semibold tabular-nums">{shown(name, used)}</b>{" "}
              {limit !== null && (
                <span className="text-small text-ink-muted">{t("of", { limit: shown(name, limit) })}</span>
              )}
            </p>
            {limit !== null && (
              <Meter
                className="col-span-full"
                min={0}
                max={Math.max(1, limit)}
                high={Math.max(1, limit) * 0.8}
                value={limit === 0 ? 1 : Math.min(used, limit)}
                aria-label={t(`quotas.${name}`)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
