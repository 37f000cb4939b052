import { useFormatter, useTranslations } from "next-intl";
import { RowList } from "#components/ui/row-list.tsx";
import { Section } from "#components/ui/section.tsx";
import type { Operation } from "./operation.ts";

/** Firing and cleared alerts. */
export function AlertsSection({ operation }: { operation: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const now = new Date(operation.now);
  const ago = (time: string) => format.relativeTime(new Date(Math.min(Date.parse(time), now.getTime())), now);
  return (
    <Section title={t("alerts")}>
      {operation.alerts.length === 0 ? (
        <p className="text-ink-soft">{t("noAlerts")}</p>
      ) : (
        <RowList>
          {operation.alerts.map(({ id, text, firedAt, clearedAt, arrived, due }) => (
            <li key={id} className={clearedAt === null ? "bg-danger-wash" : ""}>
              <div className="min-w-0 flex-1">
                <p className={clearedAt === null ? "font-strong text-danger" : ""}>{text}</p>
                <p className="text-sm text-ink-muted">
                  {clearedAt === null
                    ? t("since", { when: ago(firedAt) })
                    : t("over", {
                        when: ago(clearedAt),
                        minutes: Math.max(
                          1,
                          Math.round((Date.parse(clearedAt) - Date.parse(firedAt)) / 60_000),
                        ),
                      })}
                  {due > 0 && ` ${t("delivered", { arrived, due })}`}
                </p>
              </div>
            </li>
          ))}
        </RowList>
      )}
    </Section>
  );
}
