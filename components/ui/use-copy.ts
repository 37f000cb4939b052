import { useEffect, useRef, useState } from "react";

/** Copies text and reports success for two seconds. */
export function useCopy() {
  const [isCopied, setIsCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without permission, or over plain HTTP, there is no clipboard; the text stays selectable.
      return;
    }
    setIsCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIsCopied(false), 2_000);
  };
  return { isCopied, copy };
}
