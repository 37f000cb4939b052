"use client";

import { useTranslations } from "next-intl";
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { emojiIn, offeredEmoji } from "./reaction-emoji.ts";

type ReactionPickerProps = { onChoose: (emoji: string) => void; onClose: () => void };

/** Emoji to react with, and a field for any other that the keyboard has. Leaving it closes it. */
export function ReactionPicker({ onChoose, onClose }: ReactionPickerProps) {
  const t = useTranslations("rooms");
  const frame = useRef<HTMLDivElement>(null);
  const [isAbove, setAbove] = useState(false);
  useEffect(() => {
    const top = frame.current?.parentElement?.getBoundingClientRect().top ?? 0;
    setAbove(top > innerHeight / 2);
    frame.current?.querySelector("button")?.focus({ preventScroll: true });
  }, []);
  const left = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) onClose();
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: closes on Escape and when the focus leaves
    <div
      ref={frame}
      className={`absolute end-0 z-3 w-max rounded-xl border border-line bg-raised p-1.5 shadow-float ${isAbove ? "bottom-full mb-1" : "top-full mt-1"}`}
      onBlur={left}
      onKeyDown={keyDown}
    >
      <div className="grid grid-cols-8">
        {offeredEmoji.map((emoji) => (
          <Button
            key={emoji}
            variant="plain"
            className="grid size-8 place-items-center rounded-lg text-lg hover:bg-sunken"
            onClick={() => onChoose(emoji)}
          >
            {emoji}
          </Button>
        ))}
      </div>
      <input
        className="mt-1 w-full rounded-lg bg-sunken px-2.5 py-1.5 text-small placeholder:text-ink-muted"
        aria-label={t("otherEmoji")}
        placeholder={t("otherEmoji")}
        autoComplete="off"
        onChange={({ target }) => {
          const emoji = emojiIn(target.value);
          if (emoji) onChoose(emoji);
        }}
      />
    </div>
  );
}
