import { useFormatter, useTranslations } from "next-intl";
import { DataTable } from "#components/ui/data-table.tsx";
import { MICROS } from "#lib/billing/schema.ts";
import type { Operation } from "./operation.ts";

/** What each workspace uses, the costliest first. */
export function WorkspacesTable({ look }: { look: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const cost = (micros: number) =>
    format.number(micros / MICROS, {
      style: "currency",
      currency: "USD",
      maximumFractionDigits: micros > 0 && micros < MICROS ? 4 : 2,
    });
  return (
    <section className="studio-section" aria-labelledby="ops-workspaces">
      <h2 id="ops-workspaces">{t("workspaces")}</h2>
      <DataTable>
        <thead>
          <tr>
            <th scope="col">{t("job.workspace")}</th>
            <th scope="col">{t("usage.messagesToday")}</th>
            <th scope="col">{t("usage.messages")}</th>
            <th scope="col">{t("usage.tokens")}</th>
            <th scope="col">{t("usage.costToday")}</th>
            <th scope="col">{t("usage.cost")}</th>
          </tr>
        </thead>
        <tbody>
          {look.usage.map(({ tenantId, name, day, month }) => (
            <tr key={tenantId}>
              <th scope="row">{name}</th>
              <td>{format.number(day.messages)}</td>
              <td>{format.number(month.messages)}</td>
              <td>{format.number(month.tokens)}</td>
              <td>{cost(day.costMicros)}</td>
              <td>{cost(month.costMicros)}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </section>
  );
}
