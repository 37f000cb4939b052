import { useEffect } from "react";

/** iOS lays its keyboard over the page: the part still visible sets the height, so the message box stays above. */
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
