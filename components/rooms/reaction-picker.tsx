"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { emojiIn, offeredEmoji } from "./reaction-emoji.ts";

type ReactionPickerProps = {
  /** The button that opens and closes it. */
  opener: RefObject<HTMLElement | null>;
  onChoose: (emoji: string) => void;
  onClose: () => void;
};

/** Emoji to react with, and a field for any other that the keyboard has. Leaving it closes it. */
export function ReactionPicker({ opener, onChoose, onClose }: ReactionPickerProps) {
  const t = useTranslations("rooms");
  const frame = useRef<HTMLDivElement>(null);
  const [isAbove, setAbove] = useState(false);
  const leftFor = useEffectEvent((target: EventTarget | null) => {
    const isOwn = (element: HTMLElement | null) => target instanceof Node && element?.contains(target);
    if (target !== null && !isOwn(frame.current) && !isOwn(opener.current)) onClose();
  });
  useEffect(() => {
    const top = frame.current?.parentElement?.getBoundingClientRect().top ?? 0;
    setAbove(top > innerHeight / 2);
    frame.current?.querySelector("button")?.focus({ preventScroll: true });
    // Buttons do not take the focus in every browser, so the focus alone does not show that someone left.
    const left = ({ target, relatedTarget, type }: FocusEvent | PointerEvent) =>
      leftFor(type === "focusout" ? relatedTarget : target);
    const own = frame.current;
    own?.addEventListener("focusout", left);
    document.addEventListener("pointerdown", left);
    return () => {
      own?.removeEventListener("focusout", left);
      document.removeEventListener("pointerdown", left);
    };
  }, []);
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: closes on Escape
    <div
      ref={frame}
      className={`absolute end-0 z-3 w-max rounded-xl border border-line bg-raised p-1.5 shadow-float ${isAbove ? "bottom-full mb-1" : "top-full mt-1"}`}
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
