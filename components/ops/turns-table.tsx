import { useFormatter, useTranslations } from "next-intl";
import { DataTable } from "#components/ui/data-table.tsx";
import type { Operation } from "./operation.ts";

type Props = { look: Operation; nameOf(tenantId: string | null): string };

/** Answers under way, those that take longest first. */
export function TurnsTable({ look, nameOf }: Props) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const now = Date.parse(look.now);
  const { count, turns } = look.turns;
  if (count === 0) return null;
  return (
    <section className="studio-section" aria-labelledby="ops-turns">
      <h2 id="ops-turns">{t("turns", { count })}</h2>
      <DataTable>
        <thead>
          <tr>
            <th scope="col">{t("job.workspace")}</th>
            <th scope="col">{t("job.state")}</th>
            <th scope="col">{t("turn.seconds")}</th>
          </tr>
        </thead>
        <tbody>
          {turns.map(({ id, tenantId, state, startedAt }) => (
            <tr key={id}>
              <th scope="row">{nameOf(tenantId)}</th>
              <td>{t(`turnStates.${state}`)}</td>
              <td>{format.number(Math.max(0, Math.round((now - Date.parse(startedAt)) / 1_000)))}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </section>
  );
}
