import { useEffect } from "react";

/** Sets the page's title, and again when the framework overwrites it after hydration. */
export function usePageTitle(title: string | null): void {
  useEffect(() => {
    if (title === null) return;
    const name = () => {
      if (document.title !== title) document.title = title;
    };
    name();
    const observer = new MutationObserver(name);
    observer.observe(document.head, { childList: true, characterData: true, subtree: true });
    return () => observer.disconnect();
  }, [title]);
}
