import { useEffect } from "react";

/**
 * iOS overlays its keyboard on the page; sizing the page to the visible part keeps the message box above it.
 */
export function useKeyboardInset(isEnabled: boolean): void {
  useEffect(() => {
    const view = window.visualViewport;
    if (!isEnabled || !view) return;
    const { style } = document.documentElement;
    const fit = () => {
      const isCovered = view.scale === 1 && window.innerHeight - view.height > 80;
      if (isCovered) style.setProperty("--view-height", `${view.height}px`);
      else style.removeProperty("--view-height");
      if (isCovered && view.offsetTop > 0) window.scrollTo(0, 0);
    };
    view.addEventListener("resize", fit);
    view.addEventListener("scroll", fit);
    return () => {
      view.removeEventListener("resize", fit);
      view.removeEventListener("scroll", fit);
      style.removeProperty("--view-height");
    };
  }, [isEnabled]);
}
