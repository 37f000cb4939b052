"use client";

import { useTranslations } from "next-intl";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";
import type { EndReason } from "./room-state.ts";

/** Shown after the reader left, was removed or banned, or the room was deleted. */
export function EndedCard({ reason }: { reason: EndReason }) {
  const t = useTranslations("rooms");
  const mayReturn = reason === "left" || reason === "removed" || reason === "gone";
  return (
    <MessagePage title={t(`ended.${reason}.title`)} body={t(`ended.${reason}.body`)}>
      <div className="flex flex-wrap gap-2">
        {mayReturn && (
          <Button variant="primary" onClick={() => location.reload()}>
            {t("joinAgain")}
          </Button>
        )}
        <a className={buttonClass(mayReturn ? "outline" : "primary", undefined, "medium")} href="/">
          {t("home")}
        </a>
      </div>
    </MessagePage>
  );
}
