import { useEffect } from "react";

/** Names the page after what it shows, and again when the framework writes its own title after hydrating. */
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
