import { useFormatter, useTranslations } from "next-intl";
import { DataTable } from "#components/ui/data-table.tsx";
import type { Operation } from "./operation.ts";

/** The processes of the instance, those that fell silent within a day too. */
export function ProcessesTable({ look }: { look: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const now = new Date(look.now);
  const ago = (time: string) => format.relativeTime(new Date(Math.min(Date.parse(time), now.getTime())), now);
  return (
    <section className="studio-section" aria-labelledby="ops-processes">
      <h2 id="ops-processes">{t("processes")}</h2>
      <DataTable>
        <thead>
          <tr>
            <th scope="col">{t("process.role")}</th>
            <th scope="col">{t("job.state")}</th>
            <th scope="col">{t("process.began")}</th>
            <th scope="col">{t("figures.answers")}</th>
            <th scope="col">{t("figures.streams")}</th>
            <th scope="col">{t("process.memory")}</th>
            <th scope="col">{t("process.delay")}</th>
          </tr>
        </thead>
        <tbody>
          {look.processes.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                {one.role} <span className="font-normal text-ink-muted">{one.version}</span>
              </th>
              <td>{one.isAlive ? t("alive") : t("silent", { when: ago(one.seenAt) })}</td>
              <td>{ago(one.startedAt)}</td>
              <td>{format.number(one.turnsInFlight)}</td>
              <td>{format.number(one.streams)}</td>
              <td>{format.number(one.memoryMb)} MB</td>
              <td>{format.number(one.loopDelayMs)} ms</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </section>
  );
}
