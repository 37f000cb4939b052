import { useFormatter, useTranslations } from "next-intl";
import type { Operation } from "./operation.ts";

const CHECKS = ["database", "redis", "queue", "worker", "storage", "model"] as const;

/** The few figures that say at once whether anything is wrong, and what each service says of itself. */
export function InstanceState({ look }: { look: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const living = look.processes.filter(({ isAlive }) => isAlive);
  const { waiting } = look.turns;
  const figures = {
    answers: look.turns.count - waiting,
    waiting,
    streams: living.reduce((sum, { streams }) => sum + streams, 0),
    jobs: look.queues.reduce((sum, { depth }) => sum + depth, 0),
    processes: living.length,
  };
  return (
    <>
      <dl className="ops-figures">
        {Object.entries(figures).map(([name, value]) => (
          <div key={name}>
            <dt>{t(`figures.${name as keyof typeof figures}`)}</dt>
            <dd>{format.number(value)}</dd>
          </div>
        ))}
      </dl>
      <section className="studio-section" aria-labelledby="ops-health">
        <h2 id="ops-health">{t("health")}</h2>
        <ul className="row-list">
          {CHECKS.map((name) => {
            const { status, detail } = look.health.checks[name];
            return (
              <li key={name}>
                <span className="ops-check">{t(`checks.${name}`)}</span>
                <span className="min-w-0 flex-1 text-sm text-ink-muted">{detail}</span>
                <span className="ops-state" data-state={status}>
                  {t(`checkStates.${status}`)}
                </span>
              </li>
            );
          })}
        </ul>
      </section>
    </>
  );
}
