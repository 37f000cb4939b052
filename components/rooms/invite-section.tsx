"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { CopyText } from "#components/ui/copy-text.tsx";
import { QrCode } from "#components/ui/qr-code.tsx";

type InviteSectionProps = {
  code: string;
  link: string;
  isHidden: boolean;
  /** Null for people who may not change it. */
  onHide: ((isHidden: boolean) => void) | null;
};

/** How others join. If the code is hidden, only the host can show it. */
export function InviteSection({ code, link, isHidden, onHide }: InviteSectionProps) {
  const t = useTranslations("rooms");
  const [isPeeking, setPeeking] = useState(false);
  const isShown = !isHidden || isPeeking;
  if (isHidden && !onHide) return null;
  return (
    <section className="grid gap-3" aria-label={t("share")}>
      <h2 className="text-small font-semibold">{t("share")}</h2>
      {isShown ? (
        <>
          <p className="text-small text-pretty text-ink-muted">{t("shareLead")}</p>
          <p>
            <span className="sr-only">{t("code")} </span>
            <b className="font-mono text-2xl font-semibold tracking-[0.14em]">{code}</b>
          </p>
          <QrCode text={link} label={t("qr")} />
          <CopyText text={link} />
        </>
      ) : (
        <Button className="justify-self-start" onClick={() => setPeeking(true)}>
          {t("showCode")}
        </Button>
      )}
      {onHide && (
        <label className="flex items-center gap-2.5 text-small">
          <Checkbox
            checked={isHidden}
            onChange={(event) => {
              setPeeking(false);
              onHide(event.target.checked);
            }}
          />
          {t("hideCode")}
        </label>
      )}
    </section>
  );
}
