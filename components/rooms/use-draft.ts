import { useEffect, useState } from "react";

/** The unsent text of a room; it survives a reload of the tab. */
export function useDraft(code: string): [string, (draft: string) => void] {
  const key = keyOf(code);
  const [draft, setDraft] = useState("");
  useEffect(() => {
    const stored = readStored(key);
    if (stored) setDraft((typed) => typed || stored);
  }, [key]);
  const change = (text: string) => {
    setDraft(text);
    storeDraft(code, text);
  };
  return [draft, change];
}

const keyOf = (code: string) => `parley.room-draft.${code}`;

export function storeDraft(code: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(keyOf(code));
    else sessionStorage.setItem(keyOf(code), text);
  } catch {
    // Storage is blocked or full: the draft lives as long as the page.
  }
}

function readStored(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
