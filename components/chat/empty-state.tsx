"use client";

import { useTranslations } from "next-intl";
import type { PublicChatbot } from "#lib/chatbot/schema.ts";

type EmptyStateProps = { chatbot: PublicChatbot; onAsk: (question: string) => void };

export function EmptyState({ chatbot, onAsk }: EmptyStateProps) {
  const t = useTranslations("chat");
  return (
    <div className="empty-state">
      <p className="empty-greeting">{chatbot.greeting || t("greetingFallback")}</p>
      {chatbot.starters.length > 0 && (
        <ul className="starters" aria-label={t("starters")}>
          {chatbot.starters.map((starter) => (
            <li key={starter}>
              <button type="button" className="starter" onClick={() => onAsk(starter)}>
                {starter}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
