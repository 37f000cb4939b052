"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";

const lineClass =
  "flex items-center gap-3 text-note font-strong before:h-px before:flex-1 before:bg-current before:opacity-40 after:h-px after:flex-1 after:bg-current after:opacity-40";

/** Above the first message that the reader has not seen. `offer`: what helps someone who missed much. */
export function UnreadLine({ offer }: { offer: ReactNode }) {
  const t = useTranslations("rooms");
  return (
    <li className={`${lineClass} text-danger`} data-unread-line>
      {t("newLine")}
      {offer}
    </li>
  );
}

/** Above the first message of a day. */
export function DayLine({ date }: { date: string }) {
  const format = useFormatter();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (
    <li className={`${lineClass} text-ink-muted before:opacity-20 after:opacity-20`}>
      {format.dateTime(new Date(date), { weekday: "long", day: "numeric", month: "long", timeZone })}
    </li>
  );
}
