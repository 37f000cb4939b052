"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { newMessageId } from "./new-message-id.ts";
import type { RoomAction } from "./room-state.ts";

/** Asks the chatbot to sum up what was said. It is a message like any other, so everyone sees the request. */
export function RecapButton({
  dispatch,
  variant,
}: {
  dispatch: (action: RoomAction) => void;
  variant?: "ghost";
}) {
  const t = useTranslations("rooms");
  const ask = () => {
    const message = { id: newMessageId(), content: "@bot recap", replyTo: null, files: [] };
    dispatch({ type: "wrote", message });
  };
  return (
    <Button className="justify-self-start" variant={variant} onClick={ask}>
      {t("askRecap")}
    </Button>
  );
}
