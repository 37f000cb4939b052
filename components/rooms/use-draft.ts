import { useEffect, useState } from "react";

/** The unsent text of a room; it survives a reload of the tab. */
export function useDraft(code: string): [string, (draft: string) => void] {
  const key = `parley.room-draft.${code}`;
  const [draft, setDraft] = useState("");
  useEffect(() => {
    const stored = readStored(key);
    if (stored) setDraft((typed) => typed || stored);
  }, [key]);
  const change = (text: string) => {
    setDraft(text);
    try {
      if (text === "") sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, text);
    } catch {
      // Storage is blocked or full: the draft lives as long as the page.
    }
  };
  return [draft, change];
}

function readStored(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
