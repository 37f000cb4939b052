import { useFormatter, useTranslations } from "next-intl";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import type { Operation } from "./operation.ts";

type Props = { operation: Operation; nameOf(tenantId: string | null): string };

/** Running turns, the longest-running first. */
export function TurnsTable({ operation, nameOf }: Props) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const now = Date.parse(operation.now);
  const { count, turns } = operation.turns;
  if (count === 0) return null;
  return (
    <Section title={t("turns", { count })}>
      <Table
        rows={turns}
        keyOf={({ id }) => id}
        columns={[
          { key: "workspace", head: t("job.workspace"), cell: ({ tenantId }) => nameOf(tenantId) },
          { key: "state", head: t("job.state"), cell: ({ state }) => t(`turnStates.${state}`) },
          {
            key: "seconds",
            head: t("turn.seconds"),
            cell: ({ startedAt }) =>
              format.number(Math.max(0, Math.round((now - Date.parse(startedAt)) / 1_000))),
            isNumeric: true,
          },
        ]}
      />
    </Section>
  );
}
