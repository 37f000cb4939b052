import { useFormatter, useTranslations } from "next-intl";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import type { Operation } from "./operation.ts";

type Figures = NonNullable<Operation["deploy"]>["since"];

/** Compares turns since the last deploy with an equally long period before it. */
export function DeployTable({ operation }: { operation: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  if (!operation.deploy) return null;
  const { at, seconds, since, before } = operation.deploy;
  const time = (value: number | null) =>
    value === null ? t("none") : `${format.number(value, { maximumFractionDigits: 2 })} s`;
  const share = ({ ended, failed }: Figures) =>
    ended === 0 ? t("none") : format.number(failed / ended, { style: "percent", maximumFractionDigits: 1 });
  const rows: { label: string; shown: (figures: Figures) => string }[] = [
    { label: t("deploy.ended"), shown: ({ ended }) => format.number(ended) },
    { label: t("deploy.failed"), shown: share },
    { label: t("deploy.firstP50"), shown: ({ firstTokenP50 }) => time(firstTokenP50) },
    { label: t("deploy.firstP95"), shown: ({ firstTokenP95 }) => time(firstTokenP95) },
    { label: t("deploy.durationP95"), shown: ({ durationP95 }) => time(durationP95) },
  ];
  return (
    <Section title={t("deploy.title")}>
      <p className="text-ink-soft text-pretty">
        {t("deploy.lead", {
          when: format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" }),
          minutes: Math.max(1, Math.round(seconds / 60)),
        })}
      </p>
      <Table
        rows={rows}
        keyOf={({ label }) => label}
        columns={[
          { key: "figure", head: t("deploy.figure"), cell: ({ label }) => label },
          { key: "before", head: t("deploy.before"), cell: ({ shown }) => shown(before), isNumeric: true },
          { key: "since", head: t("deploy.since"), cell: ({ shown }) => shown(since), isNumeric: true },
        ]}
      />
    </Section>
  );
}
