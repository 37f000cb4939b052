"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { useCopy } from "#components/ui/use-copy.ts";

/** A text to copy: a click selects it, a button copies it. */
export function CopyText({ text }: { text: string }) {
  const t = useTranslations("form");
  const { isCopied, copy } = useCopy();
  const Icon = isCopied ? Check : Copy;
  return (
    <div className="flex items-start gap-2">
      <code className="min-w-0 flex-1 rounded-lg bg-sunken px-3 py-2 font-mono text-small break-all select-all">
        {text}
      </code>
      <Button onClick={() => void copy(text)}>
        <Icon aria-hidden size={15} />
        {isCopied ? t("copied") : t("copy")}
      </Button>
    </div>
  );
}
