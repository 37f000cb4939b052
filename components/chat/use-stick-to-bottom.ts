import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const nearby = 40;

/**
 * Keeps a scrolling view at its end while its content grows, until the user scrolls up. `oldest` is the id of
 * the first item: when it changes, older items were added above, and the scroll position is preserved.
 */
export function useStickToBottom(oldest: string | undefined) {
  const viewport = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isStuck = useRef(true);
  const last = useRef({ top: 0, height: 0 });
  const [isAway, setIsAway] = useState(false);

  const jump = useCallback(() => {
    const view = viewport.current;
    if (!view) return;
    isStuck.current = true;
    view.scrollTop = view.scrollHeight;
  }, []);

  const scrolled = useCallback(() => {
    const view = viewport.current;
    if (!view) return;
    const { scrollTop, scrollHeight, clientHeight } = view;
    const gap = scrollHeight - scrollTop - clientHeight;
    // At the very end, shrinking content may have moved the view up, not the user.
    if (gap < 2) isStuck.current = true;
    else if (scrollTop < last.current.top) isStuck.current = false;
    else if (scrollTop > last.current.top && gap < nearby) isStuck.current = true;
    last.current = { top: scrollTop, height: scrollHeight };
    setIsAway(!isStuck.current && gap > nearby);
  }, []);

  useEffect(() => {
    const view = viewport.current;
    const inner = content.current;
    if (!view || !inner) return;
    const observer = new ResizeObserver(() => {
      if (isStuck.current) view.scrollTop = view.scrollHeight;
      scrolled();
    });
    observer.observe(inner);
    observer.observe(view);
    view.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener("scroll", scrolled);
    };
  }, [scrolled]);

  const shownOldest = useRef(oldest);
  useLayoutEffect(() => {
    const view = viewport.current;
    if (!view || oldest === shownOldest.current) return;
    shownOldest.current = oldest;
    if (!isStuck.current || view.scrollTop === 0) {
      view.scrollTop += view.scrollHeight - last.current.height;
    }
  }, [oldest]);

  return { viewport, content, isAway, jump };
}
