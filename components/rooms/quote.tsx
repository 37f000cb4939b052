"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { WireMessage } from "#lib/rooms/wire.ts";

type QuoteProps = { quoted: NonNullable<WireMessage["reply_to"]>; onShow: (messageId: string) => void };

/** The start of the message that is replied to; a click shows the whole message. */
export function Quote({ quoted, onShow }: QuoteProps) {
  const t = useTranslations("rooms");
  return (
    <Button
      variant="plain"
      className="mb-1 flex max-w-[min(100%,30rem)] min-w-0 items-baseline gap-1.5 rounded-md border-s-2 border-line-strong py-0.5 ps-2 pe-1 text-start text-note text-ink-muted hover:border-accent hover:text-ink"
      title={t("jumpToQuote", { name: isolateText(quoted.username) })}
      onClick={() => onShow(quoted.id)}
    >
      <span className="flex-none font-strong">
        <bdi>{quoted.username}</bdi>
      </span>
      <span className="truncate" dir="auto">
        {quoted.content || t("deletedMessage")}
      </span>
    </Button>
  );
}
