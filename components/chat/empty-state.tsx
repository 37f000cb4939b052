"use client";

import { useTranslations } from "next-intl";
import { MoonDisc } from "#components/cards/moon-disc.tsx";
import { Button } from "#components/ui/button.tsx";
import type { PublicChatbot } from "#lib/chatbot/schema.ts";

type EmptyStateProps = {
  chatbot: PublicChatbot;
  logo: string | null;
  /** The moon's elongation east of the sun, in degrees, where it is shown. */
  moon: number | null;
  onAsk: (question: string) => void;
};

export function EmptyState({ chatbot, logo, moon, onAsk }: EmptyStateProps) {
  const t = useTranslations("chat");
  return (
    <div className="empty-state">
      {logo && (
        // biome-ignore lint/performance/noImgElement: a small data URL, already in the page
        <img className="empty-logo" src={logo} alt="" width={56} height={56} />
      )}
      {!logo && moon !== null && <MoonDisc angle={moon} />}
      <p className="empty-greeting" dir="auto">
        {chatbot.greeting || t("greetingFallback")}
      </p>
      {chatbot.starters.length > 0 && (
        <ul className="starters" aria-label={t("starters")}>
          {chatbot.starters.map((starter) => (
            <li key={starter}>
              <Button variant="plain" className="starter" dir="auto" onClick={() => onAsk(starter)}>
                {starter}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
