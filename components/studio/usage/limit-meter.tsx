import { useTranslations } from "next-intl";
import { Meter } from "#components/ui/meter.tsx";

type Props = { label: string; used: number; limit: number | null; format: (value: number) => string };

/** One item of a list: how much is used, and of what, if there is a limit. */
export function LimitMeter({ label, used, limit, format }: Props) {
  const t = useTranslations("studioUsage");
  return (
    <li className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 gap-y-1">
      <span className="text-small text-ink-muted">{label}</span>
      <p>
        <b className="font-semibold tabular-nums">{format(used)}</b>{" "}
        {limit !== null && (
          <span className="text-small text-ink-muted">{t("of", { limit: format(limit) })}</span>
        )}
      </p>
      {limit !== null && (
        <Meter
          className="col-span-full"
          min={0}
          max={Math.max(1, limit)}
          high={Math.max(1, limit) * 0.8}
          value={limit === 0 ? 1 : Math.min(used, limit)}
          aria-label={label}
        />
      )}
    </li>
  );
}
