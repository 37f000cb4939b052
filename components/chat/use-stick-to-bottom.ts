import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const nearby = 40;

/**
 * Keeps a scrolling view at its end while its content grows, until the person scrolls up. `oldest` names the
 * first item: when it changes, older ones came in above, and what is being read stays where it is.
 */
export function useStickToBottom(oldest: string | undefined) {
  const viewport = useRef<HTMLDivElement>(null);
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
    const isAtEnd = scrollHeight - scrollTop - clientHeight < nearby;
    const isUpward = scrollTop < last.current.top && scrollHeight >= last.current.height;
    if (isAtEnd) isStuck.current = true;
    else if (isUpward) isStuck.current = false;
    last.current = { top: scrollTop, height: scrollHeight };
    setIsAway(!isAtEnd && !isStuck.current);
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
