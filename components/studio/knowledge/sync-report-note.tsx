import { useTranslations } from "next-intl";
import type { SyncReport } from "#lib/knowledge/schema.ts";

type Props = { report: SyncReport; isOpen: boolean };

/** What the last sync of a source changed, and the pages it left out. */
export function SyncReportNote({ report, isOpen }: Props) {
  const t = useTranslations("studioKnowledge");
  return (
    <div className="mt-5 text-small text-ink-muted tabular-nums">
      <p>
        {t("report", {
          changed: report.changed,
          unchanged: report.unchanged,
          removed: report.removed,
          skipped: report.skippedCount,
          failed: report.failedCount,
        })}
      </p>
      {report.skipped.length + report.failed.length > 0 && (
        <details open={isOpen}>
          <summary className="mt-2 text-ink-soft">{t("skippedTitle")}</summary>
          <ul className="mt-2 grid max-h-80 gap-2 overflow-y-auto wrap-anywhere">
            {[...report.failed, ...report.skipped].map(({ url, reason }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a URL may be listed twice
              <li key={index}>
                <span className="block text-ink-soft">{url}</span>
                <small>{reason}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
