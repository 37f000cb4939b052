"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";

type WaitingCardProps = { title: string; name: string; onLeave: () => void };

/** Shown in the lobby. The room opens by itself when a moderator lets the reader in. */
export function WaitingCard({ title, name, onLeave }: WaitingCardProps) {
  const t = useTranslations("rooms");
  return (
    <MessagePage title={title} body={t("lobby.body", { name: isolateText(name) })}>
      <p className="mb-5 flex items-center gap-2.5 text-small text-ink-muted" role="status">
        <i aria-hidden className="size-2 flex-none animate-pulse rounded-full bg-accent" />
        {t("lobby.waiting")}
      </p>
      <Button onClick={onLeave}>{t("lobby.leave")}</Button>
    </MessagePage>
  );
}
