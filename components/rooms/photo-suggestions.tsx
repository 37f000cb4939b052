"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import type { PhotoSuggestion } from "#lib/photo/schema.ts";

type PhotoSuggestionsProps = {
  suggestions: readonly PhotoSuggestion[];
  /** The topic in the form, which can be edited. */
  chosen: string;
  onPick: (suggestion: PhotoSuggestion) => void;
};

export function PhotoSuggestions({ suggestions, chosen, onPick }: PhotoSuggestionsProps) {
  const t = useTranslations("rooms.photo");
  return (
    <ul className="grid gap-2 sm:grid-cols-2" aria-label={t("suggestions")}>
      {suggestions.map((suggestion) => (
        <li key={suggestion.title} className="grid">
          <Button
            variant="plain"
            aria-pressed={suggestion.title === chosen}
            className="grid content-start gap-0.5 rounded-panel border border-line px-4 py-3 text-start transition-colors hover:border-accent aria-pressed:border-accent aria-pressed:bg-sunken"
            onClick={() => onPick(suggestion)}
          >
            <b className="text-body font-strong wrap-anywhere">{suggestion.title}</b>
            <small className="text-small text-pretty text-ink-muted wrap-anywhere">{suggestion.topic}</small>
          </Button>
        </li>
      ))}
    </ul>
  );
}
