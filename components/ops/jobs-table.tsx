import { useFormatter, useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { FormError } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { Operation } from "./operation.ts";

type Props = { operation: Operation; nameOf(tenantId: string | null): string; onChanged(): Promise<void> };

/** Running, queued and failed jobs, with their actions. */
export function JobsTable({ operation, nameOf, onChanged }: Props) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const { isBusy, error, run } = useSubmit();
  const now = new Date(operation.now);
  const act = (queue: string, id: string, verb: "retry" | "cancel") =>
    void run(async () => {
      await callApi(`/api/ops/jobs/${queue}/${id}/${verb}`, { method: "POST" });
      await onChanged();
    });
  return (
    <Section title={t("jobs")}>
      <FormError>{error}</FormError>
      {operation.jobs.length === 0 ? (
        <p className="text-ink-soft">{t("noJobs")}</p>
      ) : (
        <Table
          rows={operation.jobs}
          keyOf={({ id }) => id}
          columns={[
            { key: "kind", head: t("job.kind"), cell: ({ queue }) => queue },
            {
              key: "workspace",
              head: t("job.workspace"),
              cell: ({ tenantId }) => (tenantId ? nameOf(tenantId) : t("job.ofInstance")),
            },
            {
              key: "state",
              head: t("job.state"),
              cell: ({ state, error }) =>
                t(`jobStates.${state}`) + (state === "failed" && error ? ` (${error})` : ""),
            },
            {
              key: "asked",
              head: t("job.asked"),
              cell: ({ createdAt }) =>
                format.relativeTime(new Date(Math.min(Date.parse(createdAt), now.getTime())), now),
            },
            {
              key: "runs",
              head: t("job.runs"),
              cell: ({ attempts }) => format.number(attempts),
              isNumeric: true,
            },
            {
              key: "actions",
              head: <span className="sr-only">{t("job.actions")}</span>,
              cell: ({ queue, id, state, isCancellable }) => (
                <div className="flex justify-end gap-2">
                  {state === "failed" && (
                    <Button disabled={isBusy} onClick={() => act(queue, id, "retry")}>
                      {t("retry")}
                    </Button>
                  )}
                  {isCancellable && (
                    <Button disabled={isBusy} onClick={() => act(queue, id, "cancel")}>
                      {t("cancelJob")}
                    </Button>
                  )}
                </div>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
