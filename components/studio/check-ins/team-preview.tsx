import { useFormatter, useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { TeamPreview as Preview } from "#lib/status/studio/preview-team.ts";
import { placeOf, useMoment } from "./use-moment.ts";
import type { PreviewState } from "./use-team-preview.ts";

type TeamPreviewProps = {
  preview: PreviewState;
  /** Names of free days by date. */
  freeDays: ReadonlyMap<string, string>;
};

/** The next questions of three people, each by their own clock. */
export function TeamPreview({ preview, freeDays }: TeamPreviewProps) {
  const t = useTranslations("checkIns");
  return (
    <section aria-label={t("preview")} className="grid gap-3.5 rounded-2xl bg-surface p-5">
      <h2 className="font-semibold">{t("preview")}</h2>
      {preview.state === "ready" ? (
        <Asks preview={preview.preview} freeDays={freeDays} />
      ) : (
        <p className="min-h-10 text-small text-pretty text-ink-muted">
          {t(`previewStates.${preview.state}`)}
        </p>
      )}
    </section>
  );
}

type AsksProps = Omit<TeamPreviewProps, "preview"> & { preview: Preview };

function Asks({ preview: { people, timeZone, closesAt, skipped }, freeDays }: AsksProps) {
  const t = useTranslations("checkIns");
  const format = useFormatter();
  const moment = useMoment(new Date());
  const day = (date: string) =>
    format.dateTime(new Date(`${date}T00:00:00Z`), {
      timeZone: "UTC",
      weekday: "short",
      month: "short",
      day: "numeric",
    });
  const named = (date: string) => {
    const name = freeDays.get(date);
    return name ? `${day(date)} (${isolateText(name)})` : day(date);
  };
  if (closesAt === null) return <p className="text-small text-pretty text-ink-muted">{t("previewNever")}</p>;
  return (
    <>
      {people.length === 0 ? (
        <p className="text-small text-pretty text-ink-muted">{t("previewNobody")}</p>
      ) : (
        <ul className="grid gap-3">
          {people.map(({ name, timeZone: zone, asks }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two people may have one name
            <li key={index} className="grid gap-0.5 text-small">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <b className="min-w-0 truncate font-strong">
                  <bdi>{name}</bdi>
                </b>
                <span className="text-ink-muted">{placeOf(zone)}</span>
              </p>
              <p className="text-ink-soft tabular-nums first-letter:uppercase">
                {asks.map((at) => moment(at, zone)).join(" · ")}
              </p>
            </li>
          ))}
        </ul>
      )}
      <div className="grid gap-1 border-t border-line pt-3 text-small text-ink-muted">
        <p>{t("previewCloses", { moment: moment(closesAt, timeZone), place: placeOf(timeZone) })}</p>
        {skipped.length > 0 && <p>{t("previewFree", { days: format.list(skipped.map(named)) })}</p>}
      </div>
    </>
  );
}
