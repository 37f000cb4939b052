"use client";

import { useTranslations } from "next-intl";
import type { ModelLabel } from "#lib/conversation/schema.ts";

/** Names the model of the newest answer; before the first answer, explains how to send. */
export function ModelNote({ model }: { model: ModelLabel | undefined }) {
  const t = useTranslations("chat");
  if (!model) {
    return (
      <>
        <span className="hint-keys">{t("hint")}</span>
        <span className="hint-touch">{t("hintTouch")}</span>
      </>
    );
  }
  return model.builtIn ? t("builtIn") : t("model", { id: model.id });
}
