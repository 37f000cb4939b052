import { useFormatter, useTranslations } from "next-intl";
import type { Operation } from "./operation.ts";

/** What is wrong now, and what was. */
export function AlertsSection({ look }: { look: Operation }) {
  const t = useTranslations("operation");
  const format = useFormatter();
  const now = new Date(look.now);
  const ago = (time: string) => format.relativeTime(new Date(Math.min(Date.parse(time), now.getTime())), now);
  return (
    <section className="studio-section" aria-labelledby="ops-alerts">
      <h2 id="ops-alerts">{t("alerts")}</h2>
      {look.alerts.length === 0 ? (
        <p className="text-ink-soft">{t("noAlerts")}</p>
      ) : (
        <ul className="row-list ops-alerts">
          {look.alerts.map(({ id, text, firedAt, clearedAt, arrived, due }) => (
            <li key={id} data-open={clearedAt === null || undefined}>
              <div className="min-w-0 flex-1">
                <p>{text}</p>
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
                  {due > 0 && ` ${t("told", { arrived, due })}`}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
