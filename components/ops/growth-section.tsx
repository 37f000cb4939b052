import { useFormatter, useTranslations } from "next-intl";
import { RowList } from "#components/ui/row-list.tsx";
import { Section } from "#components/ui/section.tsx";
import type { Operation } from "./operation.ts";
import { StatusDot } from "./status-dot.tsx";

/** The figures that decide whether one process is still enough. */
export function GrowthSection({ operation }: { operation: Operation }) {
  const t = useTranslations("operation.growth");
  const format = useFormatter();
  const print = (figure: Operation["growth"][number]["figure"], value: number) =>
    figure === "cpu" ? `${format.number(value)}%` : format.number(value);
  return (
    <Section title={t("title")}>
      <p className="text-pretty text-ink-soft">{t("lead")}</p>
      <RowList>
        {operation.growth.map(({ figure, value, limit, advice }) => (
          <li key={figure}>
            <div className="min-w-0 flex-1">
              <p className="font-medium">{t(`figures.${figure}`)}</p>
              {advice === "split" && (
                <p className="text-sm text-pretty text-ink-muted">{t(`split.${figure}`)}</p>
              )}
            </div>
            <span className="text-sm tabular-nums text-ink-muted">
              {t("of", { value: print(figure, value), limit: print(figure, limit) })}
            </span>
            <StatusDot status={advice === "split" ? "degraded" : "ok"}>{t(`advice.${advice}`)}</StatusDot>
          </li>
        ))}
      </RowList>
    </Section>
  );
}
