import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import type { UpdateQuery } from "#lib/status/list-updates.ts";

type ExportLinksProps = { tenant: string; query: UpdateQuery; zone: string };

/** Downloads what the filter finds, all pages of it. */
export function ExportLinks({ tenant, query: { before: _, ...filter }, zone }: ExportLinksProps) {
  const t = useTranslations("checkIns");
  return (
    <div className="flex flex-wrap gap-2">
      {(["csv", "json"] as const).map((format) => (
        <a
          key={format}
          href={`/api/admin/${tenant}/updates?${new URLSearchParams({ ...filter, zone, format })}`}
          className={buttonClass("outline")}
          aria-label={t("exportNamed", { format: t(`formats.${format}`) })}
          download
        >
          <Download aria-hidden />
          {t(`formats.${format}`)}
        </a>
      ))}
    </div>
  );
}
