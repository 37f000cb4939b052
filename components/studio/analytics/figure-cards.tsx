import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { Figures } from "#lib/analytics/report.ts";
import { useMeasure } from "./use-measure.ts";

/** In the order of the page, with the inbox filter that shows the same. */
const cards = [
  ["people", {}],
  ["conversations", {}],
  ["questions", {}],
  ["cited", { grounding: "cited" }],
  ["declined", { grounding: "declined" }],
  ["ratedDown", { feedback: "down" }],
  ["takenOver", {}],
  ["firstWordP50", {}],
  ["firstWordP95", {}],
  ["citationsOpened", {}],
  ["startersUsed", {}],
  ["gapsAnswered", null],
  ["costMicros", null],
] as const satisfies [keyof Figures, Record<string, string> | null][];

type Props = {
  now: Figures;
  before: Figures;
  /** The address of the conversations behind a figure; null where they are not shown. */
  inbox: ((filter: Record<string, string>) => string) | null;
  hasCost: boolean;
};

/** The figures of a period, each with its change and a link to the conversations behind it. */
export function FigureCards({ now, before, inbox, hasCost }: Props) {
  const t = useTranslations("analytics");
  const measure = useMeasure();
  return (
    <section aria-label={t("figuresTitle")}>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-panel border border-line bg-line sm:grid-cols-3 wide:grid-cols-4">
        {cards
          .filter(([name]) => (hasCost || name !== "costMicros") && (inbox || name !== "people"))
          .map(([name, filter]) => (
            <div key={name} className="relative grid content-start gap-1 bg-raised p-4">
              <dt className="text-small text-ink-muted">{t(`figures.${name}`)}</dt>
              <dd className="text-xl font-semibold tabular-nums">
                {filter && inbox ? (
                  <Link
                    href={inbox(filter)}
                    className="before:absolute before:inset-0 hover:text-accent focus-visible:before:outline-2"
                  >
                    {measure(name, now[name])}
                  </Link>
                ) : (
                  measure(name, now[name])
                )}
              </dd>
              <dd className="text-note text-ink-muted">
                <Change now={now[name]} before={before[name]} />
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function Change({ now, before }: { now: number | null; before: number | null }) {
  const t = useTranslations("analytics");
  const format = useFormatter();
  if (now === before) return t("change.same");
  if (!before) return now ? t("change.new") : t("change.same");
  if (now === null) return t("none");
  const share = Math.abs(now - before) / before;
  const percent = format.number(share, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 });
  return t(now > before ? "change.more" : "change.less", { percent });
}
