"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import type { WireMessage } from "#lib/rooms/wire.ts";

type HeldMessageProps = { message: WireMessage; onWithdraw: (message: WireMessage) => void };

/** An own message that only the reader and moderators see. */
export function HeldMessage({ message, onWithdraw }: HeldMessageProps) {
  const t = useTranslations("rooms");
  const isRefused = message.held === "refused";
  return (
    <li className="flex min-w-0 flex-col items-end" data-own data-held={message.held}>
      <p className="bubble opacity-70" dir="auto">
        {message.content}
      </p>
      <p className={`mt-1 flex gap-x-3 text-note ${isRefused ? "text-danger" : "text-ink-muted"}`}>
        {t(isRefused ? "heldRefused" : "heldPending")}
        <Button variant="link" onClick={() => onWithdraw(message)}>
          {t(isRefused ? "discard" : "withdraw")}
        </Button>
      </p>
    </li>
  );
}
