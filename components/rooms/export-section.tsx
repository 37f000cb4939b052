"use client";

import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { exportFormats } from "./export-formats.ts";

/** For the host: the whole room as a file. */
export function ExportSection({ code }: { code: string }) {
  const t = useTranslations("rooms");
  return (
    <section className="grid gap-2" aria-labelledby="room-export">
      <h2 id="room-export" className="text-small font-semibold">
        {t("export")}
      </h2>
      <p className="text-small text-pretty text-ink-muted">{t("exportHint")}</p>
      <p className="flex flex-wrap gap-2">
        {exportFormats.map((format) => (
          <a
            key={format}
            className={buttonClass("outline")}
            href={`/api/chats/${encodeURIComponent(code)}/export?format=${format}`}
            download
          >
            {t(`exportFormats.${format}`)}
          </a>
        ))}
      </p>
    </section>
  );
}
