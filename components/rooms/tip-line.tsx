"use client";

import { HandCoins } from "lucide-react";
import { useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { WireMessage } from "#lib/rooms/wire.ts";
import { useMoney } from "./use-money.ts";

/** The line of a tip, which stands in place of a text. */
export function TipLine({ message, tip }: { message: WireMessage; tip: NonNullable<WireMessage["tip"]> }) {
  const t = useTranslations("rooms.payments");
  const money = useMoney();
  return (
    <p className="flex items-center gap-2 rounded-control bg-sunken px-3 py-1.5 text-small">
      <HandCoins aria-hidden className="size-4 flex-none stroke-[1.75] text-accent" />
      {t("tipped", { name: isolateText(message.username), amount: money(tip.amount, tip.currency) })}
    </p>
  );
}
