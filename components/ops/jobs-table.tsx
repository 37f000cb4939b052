import { useFormatter, useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { DataTable } from "#components/ui/data-table.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { Operation } from "./operation.ts";

type Props = { look: Operation; nameOf(tenantId: string | null): string; onChanged(): Promise<void> };

/** Jobs that run, wait or have failed, with what can be done about them. */
export function JobsTable({ look, nameOf, onChanged }: Props) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const { isBusy, error, run } = useSubmit();
  const now = new Date(look.now);
  const act = (queue: string, id: string, verb: "retry" | "cancel") =>
    void run(async () => {
      await callApi(`/api/ops/jobs/${queue}/${id}/${verb}`, { method: "POST" });
      await onChanged();
    });
  return (
    <section className="studio-section" aria-labelledby="ops-jobs">
      <h2 id="ops-jobs">{t("jobs")}</h2>
      <FormError>{error}</FormError>
      {look.jobs.length === 0 ? (
        <p className="text-ink-soft">{t("noJobs")}</p>
      ) : (
        <DataTable>
          <thead>
            <tr>
              <th scope="col">{t("job.kind")}</th>
              <th scope="col">{t("job.workspace")}</th>
              <th scope="col">{t("job.state")}</th>
              <th scope="col">{t("job.asked")}</th>
              <th scope="col">{t("job.runs")}</th>
              <th scope="col">
                <span className="sr-only">{t("job.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {look.jobs.map(({ id, queue, state, tenantId, createdAt, attempts, error, isCancellable }) => (
              <tr key={id}>
                <th scope="row">{queue}</th>
                <td>{tenantId ? nameOf(tenantId) : t("job.ofInstance")}</td>
                <td>
                  {t(`jobStates.${state}`)}
                  {state === "failed" && error ? ` (${error})` : ""}
                </td>
                <td>{format.relativeTime(new Date(Math.min(Date.parse(createdAt), now.getTime())), now)}</td>
                <td>{format.number(attempts)}</td>
                <td>
                  {state === "failed" && (
                    <button
                      type="button"
                      className="line-button"
                      disabled={isBusy}
                      onClick={() => act(queue, id, "retry")}
                    >
                      {t("retry")}
                    </button>
                  )}
                  {isCancellable && (
                    <button
                      type="button"
                      className="line-button"
                      disabled={isBusy}
                      onClick={() => act(queue, id, "cancel")}
                    >
                      {t("cancelJob")}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
    </section>
  );
}
