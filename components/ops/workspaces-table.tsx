import { useFormatter, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { MICROS } from "#lib/billing/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { Operation } from "./operation.ts";
import { PlanSheet } from "./plan-sheet.tsx";

type WorkspaceUsage = Operation["usage"][number];

/** The usage of each workspace, the most expensive first, and its plan. */
export function WorkspacesTable({ operation }: { operation: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const [edited, setEdited] = useState<WorkspaceUsage | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const cost = (micros: number) =>
    format.number(micros / MICROS, {
      style: "currency",
      currency: "USD",
      maximumFractionDigits: micros > 0 && micros < MICROS ? 4 : 2,
    });
  return (
    <Section title={t("workspaces")}>
      <Table
        rows={operation.usage}
        keyOf={({ tenantId }) => tenantId}
        columns={[
          { key: "workspace", head: t("job.workspace"), cell: ({ name }) => <bdi>{name}</bdi> },
          ...(
            [
              ["usage.messagesToday", ({ day }) => format.number(day.messages)],
              ["usage.messages", ({ month }) => format.number(month.messages)],
              ["usage.tokens", ({ month }) => format.number(month.tokens)],
              ["usage.costToday", ({ day }) => cost(day.costMicros)],
              ["usage.cost", ({ month }) => cost(month.costMicros)],
            ] satisfies [Parameters<typeof t>[0], (one: WorkspaceUsage) => string][]
          ).map(([key, cell]) => ({ key, head: t(key), cell, isNumeric: true })),
          {
            key: "plan",
            head: <span className="sr-only">{t("plan.plan")}</span>,
            cell: (one) => (
              <div className="flex justify-end">
                <Button
                  aria-label={t("plan.editOf", { name: isolateText(one.name) })}
                  onClick={(event) => {
                    opener.current = event.currentTarget;
                    setEdited(one);
                  }}
                >
                  {t("plan.edit")}
                </Button>
              </div>
            ),
          },
        ]}
      />
      {edited && <PlanSheet workspace={edited} returnFocus={opener} onClose={() => setEdited(null)} />}
    </Section>
  );
}
