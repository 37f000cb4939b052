import { useFormatter, useTranslations } from "next-intl";
import { DataTable } from "#components/ui/data-table.tsx";
import type { Operation } from "./operation.ts";

type Figures = NonNullable<Operation["deploy"]>["since"];

/** How turns went since the last deploy, beside as long a time before it. */
export function DeployTable({ look }: { look: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  if (!look.deploy) return null;
  const { at, seconds, since, before } = look.deploy;
  const time = (value: number | null) =>
    value === null ? t("none") : `${format.number(value, { maximumFractionDigits: 2 })} s`;
  const share = ({ ended, failed }: Figures) =>
    ended === 0 ? t("none") : format.number(failed / ended, { style: "percent", maximumFractionDigits: 1 });
  const rows: [string, (figures: Figures) => string][] = [
    [t("deploy.ended"), ({ ended }) => format.number(ended)],
    [t("deploy.failed"), share],
    [t("deploy.firstP50"), ({ firstTokenP50 }) => time(firstTokenP50)],
    [t("deploy.firstP95"), ({ firstTokenP95 }) => time(firstTokenP95)],
    [t("deploy.durationP95"), ({ durationP95 }) => time(durationP95)],
  ];
  return (
    <section className="studio-section" aria-labelledby="ops-deploy">
      <h2 id="ops-deploy">{t("deploy.title")}</h2>
      <p className="text-ink-soft text-pretty">
        {t("deploy.lead", {
          when: format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" }),
          minutes: Math.max(1, Math.round(seconds / 60)),
        })}
      </p>
      <DataTable>
        <thead>
          <tr>
            <th scope="col">{t("deploy.figure")}</th>
            <th scope="col">{t("deploy.before")}</th>
            <th scope="col">{t("deploy.since")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, shown]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{shown(before)}</td>
              <td>{shown(since)}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </section>
  );
}
