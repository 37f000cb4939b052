import { useFormatter, useTranslations } from "next-intl";
import { RowList } from "#components/ui/row-list.tsx";
import { Section } from "#components/ui/section.tsx";
import type { Operation } from "./operation.ts";
import { StatusDot } from "./status-dot.tsx";

const CHECKS = ["database", "redis", "queue", "worker", "storage", "model"] as const;

/** Key figures of the instance, and the health of each service. */
export function InstanceState({ operation }: { operation: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const living = operation.processes.filter(({ isAlive }) => isAlive);
  const { waiting } = operation.turns;
  const figures = {
    answers: operation.turns.count - waiting,
    waiting,
    streams: living.reduce((sum, { streams }) => sum + streams, 0),
    jobs: operation.queues.reduce((sum, { depth }) => sum + depth, 0),
    processes: living.length,
  };
  return (
    <>
      <dl className="flex flex-wrap gap-px overflow-hidden rounded-panel border border-line bg-line">
        {Object.entries(figures).map(([name, value]) => (
          <div key={name} className="flex flex-[1_1_8.5rem] flex-col-reverse bg-raised px-4 py-3.5">
            <dt className="text-small text-ink-muted">{t(`figures.${name as keyof typeof figures}`)}</dt>
            <dd className="text-2xl font-semibold tracking-[-0.015em] tabular-nums">
              {format.number(value)}
            </dd>
          </div>
        ))}
      </dl>
      <Section title={t("health")}>
        <RowList>
          {CHECKS.map((name) => {
            const { status, detail } = operation.health.checks[name];
            return (
              <li key={name}>
                <span className="w-22 flex-none font-medium">{t(`checks.${name}`)}</span>
                <span className="min-w-0 flex-1 text-sm text-ink-muted">{detail}</span>
                <StatusDot status={status}>{t(`checkStates.${status}`)}</StatusDot>
              </li>
            );
          })}
        </RowList>
      </Section>
    </>
  );
}
