import { useFormatter, useTranslations } from "next-intl";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import type { Operation } from "./operation.ts";

type Process = Operation["processes"][number];

/** The processes of the instance, including those without a heartbeat for up to a day. */
export function ProcessesTable({ operation }: { operation: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const now = new Date(operation.now);
  const ago = (time: string) => format.relativeTime(new Date(Math.min(Date.parse(time), now.getTime())), now);
  return (
    <Section title={t("processes")}>
      <Table
        rows={operation.processes}
        keyOf={({ id }) => id}
        columns={[
          {
            key: "role",
            head: t("process.role"),
            cell: ({ role, version }) => (
              <>
                {role} <span className="font-normal text-ink-muted">{version}</span>
              </>
            ),
          },
          {
            key: "state",
            head: t("job.state"),
            cell: ({ isAlive, seenAt }) => (isAlive ? t("alive") : t("silent", { when: ago(seenAt) })),
          },
          { key: "started", head: t("process.began"), cell: ({ startedAt }) => ago(startedAt) },
          ...(
            [
              ["answers", t("figures.answers"), ({ turnsInFlight }) => format.number(turnsInFlight)],
              ["streams", t("figures.streams"), ({ streams }) => format.number(streams)],
              ["rooms", t("process.rooms"), ({ roomConnections }) => format.number(roomConnections)],
              ["cpu", t("process.cpu"), ({ cpuPercent }) => `${format.number(cpuPercent)}%`],
              ["memory", t("process.memory"), ({ memoryMb }) => `${format.number(memoryMb)} MB`],
              ["delay", t("process.delay"), ({ loopDelayMs }) => `${format.number(loopDelayMs)} ms`],
            ] satisfies [string, string, (one: Process) => string][]
          ).map(([key, head, cell]) => ({ key, head, cell, isNumeric: true })),
        ]}
      />
    </Section>
  );
}
