"use client";

import { useTranslations } from "next-intl";
import type { ReactNode, RefObject } from "react";
import { Sheet } from "#components/ui/sheet.tsx";
import { SheetHead, sheetBodyClass } from "#components/ui/sheet-head.tsx";

type PanelSheetProps = {
  returnFocus: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
};

/** The room's panel over the messages, on narrow screens. */
export function PanelSheet({ returnFocus, onClose, children }: PanelSheetProps) {
  const t = useTranslations("rooms");
  return (
    <Sheet side="end" label={t("panel")} isOpen onClose={onClose} returnFocus={returnFocus}>
      <SheetHead title={t("panel")} closeLabel={t("closePanel")} onClose={onClose} />
      <div className={sheetBodyClass}>{children}</div>
    </Sheet>
  );
}
