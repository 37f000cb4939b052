"use client";

import { useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";

/** Where the first message will be. */
export function RoomEmpty({ bot, isDigest }: { bot: { name: string } | null; isDigest: boolean }) {
  const t = useTranslations("rooms");
  return (
    <div className="my-auto grid max-w-120 gap-2 py-8">
      <h2 className="text-lg font-semibold">{t("empty")}</h2>
      <p className="text-pretty text-ink-soft">
        {t("emptyBody")} {bot && t(isDigest ? "emptyDigest" : "emptyBot", { name: isolateText(bot.name) })}
      </p>
    </div>
  );
}
