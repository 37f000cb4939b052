"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { useCopy } from "#components/ui/use-copy.ts";

/** Recovery codes, shown only once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useTranslations("account");
  const { copy, isCopied } = useCopy();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div className="grid gap-4">
      <h3 ref={title} tabIndex={-1} className="font-medium">
        {t("recoveryCodesTitle")}
      </h3>
      <p className="text-ink-muted">{t("recoveryCodesLead")}</p>
      <ul className="grid w-fit grid-cols-2 gap-x-8 gap-y-1 rounded-lg border border-line bg-surface px-5 py-4 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex gap-2">
        <Button onClick={() => copy(codes.join("\n"))}>{isCopied ? t("copied") : t("copyCodes")}</Button>
        <Button variant="primary" onClick={onDone}>
          {t("codesKept")}
        </Button>
      </div>
    </div>
  );
}
