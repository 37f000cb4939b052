"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffectEvent, useLayoutEffect } from "react";
import { SendBox } from "#components/ui/send-box.tsx";
import { useGrowingBox } from "#components/ui/use-growing-box.ts";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { useTouchKeyboard } from "#components/ui/use-touch-keyboard.ts";
import type { MESSAGE_MAX_CHARS } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";

/**
 * The type checks it against the server's limit; importing the value would pull its schemas into the bundle.
 */
const maxChars: typeof MESSAGE_MAX_CHARS = 16_000;

type ComposerProps = {
  box: RefObject<HTMLTextAreaElement | null>;
  name: string;
  draft: string;
  isAnswering: boolean;
  isStopping: boolean;
  note: ReactNode;
  onDraft: (draft: string) => void;
  onSend: () => void;
  /** ArrowUp in an empty box. */
  onRecall: () => void;
  onStop: () => void;
  onFocus: () => void;
};

const hasModifier = (event: KeyboardEvent) =>
  event.shiftKey || event.ctrlKey || event.metaKey || event.altKey;

export function Composer(props: ComposerProps) {
  const { box, name, draft, isAnswering, isStopping, note, onDraft, onSend, onRecall, onStop, onFocus } =
    props;
  const t = useTranslations("chat");
  const excess = draft.length - maxChars;
  const isHydrated = useHydrated();
  const isTouch = useTouchKeyboard();
  const canSend = !isAnswering && draft.trim() !== "" && excess <= 0;

  // What was typed before hydration is in the box only.
  const adoptTyped = useEffectEvent(() => {
    const typed = box.current?.value;
    if (typed && typed !== draft) onDraft(typed);
  });
  useLayoutEffect(() => adoptTyped(), []);

  useGrowingBox(box, draft);

  const send = () => {
    box.current?.focus();
    if (canSend) onSend();
  };
  const keyDown = (event: KeyboardEvent) => {
    // Some input methods send 229 while composing, without setting `isComposing`.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key === "ArrowUp" && draft === "" && !isComposing && !hasModifier(event)) {
      event.preventDefault();
      onRecall();
    }
    if (event.key !== "Enter" || event.shiftKey || isComposing) return;
    if (isTouch && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <SendBox
        label={t("send")}
        canSend={canSend}
        problem={excess > 0 ? t("tooLong", { count: excess }) : null}
        note={note}
        stop={
          isAnswering
            ? {
                label: isStopping ? t("stopping") : t("stop"),
                isDisabled: isStopping || !isHydrated,
                onStop: () => {
                  box.current?.focus();
                  onStop();
                },
              }
            : undefined
        }
      >
        <textarea
          ref={box}
          id="message"
          dir="auto"
          rows={1}
          value={draft}
          placeholder={t("placeholder", { name: isolateText(name) })}
          aria-label={t("messageLabel")}
          aria-invalid={excess > 0 || undefined}
          enterKeyHint={isTouch ? "enter" : "send"}
          onChange={(event) => onDraft(event.target.value)}
          onKeyDown={keyDown}
          onFocus={onFocus}
        />
      </SendBox>
    </form>
  );
}
