"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import type { ChatMessage } from "#lib/conversation/schema.ts";

type AnswerTurn = NonNullable<ChatMessage["turn"]>;

/** How an answer ended, unless it completed normally. */
export function TurnStatus({ turn, onRetry }: { turn: AnswerTurn; onRetry: (() => void) | null }) {
  const t = useTranslations("chat");
  const text = statusKey(turn);
  if (text === null) return null;
  return (
    <p className="turn-status">
      <span>{t(text)}</span>
      {onRetry && (
        <Button variant="link" onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
    </p>
  );
}

function statusKey({ state, errorCode }: AnswerTurn) {
  switch (state) {
    case "running":
      return null;
    case "complete":
      return errorCode === "too_long" ? "failed.too_long" : null;
    case "stopped":
      return "stopped";
    case "interrupted":
      return errorCode ? (`failed.${errorCode}` as const) : "interrupted";
    case "failed":
      return `failed.${errorCode ?? "internal"}` as const;
    default:
      return state satisfies never;
  }
}
