"use client";

import { ArrowUp, Square } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

type SendBoxProps = {
  /** The text area, and what belongs before it. */
  children: ReactNode;
  label: string;
  canSend: boolean;
  /** Replaces the button while an answer is generated. */
  stop?: { label: string; isDisabled: boolean; onStop: () => void } | undefined;
  /** An error, which is announced. */
  problem: string | null;
  note: ReactNode;
};

/** The frame of a message box: its text area with the send button, and the note below. Part of a form. */
export function SendBox({ children, label, canSend, stop, problem, note }: SendBoxProps) {
  return (
    <>
      <div className="composer-box">
        {children}
        {stop ? (
          <Button
            variant="plain"
            className="send-button"
            data-kind="stop"
            aria-label={stop.label}
            title={stop.label}
            disabled={stop.isDisabled}
            onClick={stop.onStop}
          >
            <Square aria-hidden fill="currentColor" />
          </Button>
        ) : (
          <Button
            type="submit"
            variant="plain"
            className="send-button"
            aria-label={label}
            title={label}
            disabled={!canSend}
          >
            <ArrowUp aria-hidden />
          </Button>
        )}
      </div>
      <p className="composer-note">{problem === null ? note : <span role="alert">{problem}</span>}</p>
    </>
  );
}
