"use client";

import { useTranslations } from "next-intl";
import { memo } from "react";
import { Button } from "#components/ui/button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import { Quote } from "./quote.tsx";
import type { OwnMessage as Own } from "./room-state.ts";

type OwnMessageProps = {
  own: Own;
  onShow: (messageId: string) => void;
  onRetry: (id: string) => void;
  /** Moves the text back into the message box. */
  onEdit: (own: Own) => void;
  onDiscard: (id: string) => void;
};

/** A message of this tab that is not in the room's log yet. */
export const OwnMessage = memo(function OwnMessage({
  own,
  onShow,
  onRetry,
  onEdit,
  onDiscard,
}: OwnMessageProps) {
  const t = useTranslations("rooms");
  const { id, content, state, reason, replyTo, files } = own;
  return (
    <li className="flex min-w-0 flex-col items-end" data-own data-state={state}>
      {replyTo && <Quote quoted={replyTo} onShow={onShow} />}
      {content !== "" && (
        <p className={`bubble ${state === "failed" ? "" : "opacity-70"}`} dir="auto">
          {content}
        </p>
      )}
      {files.length > 0 && (
        <p className="mt-1 text-small text-ink-muted">
          {files.map(({ name }) => isolateText(name)).join(", ")}
        </p>
      )}
      {state === "failed" ? (
        <p className="mt-1 flex flex-wrap justify-end gap-x-3 text-note text-danger" role="alert">
          {t("notSent", { reason: reason ?? "" })}
          <Button variant="link" onClick={() => onRetry(id)}>
            {t("retry")}
          </Button>
          <Button variant="link" onClick={() => onEdit(own)}>
            {t("editUnsent")}
          </Button>
          <Button variant="link" onClick={() => onDiscard(id)}>
            {t("discard")}
          </Button>
        </p>
      ) : (
        <p className="mt-1 flex gap-x-3 text-note text-ink-muted">
          {state === "waiting" ? t("waiting") : t("sending")}
          {state === "waiting" && (
            <Button variant="link" onClick={() => onRetry(id)}>
              {t("retry")}
            </Button>
          )}
        </p>
      )}
    </li>
  );
});
