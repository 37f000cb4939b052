import { type RefObject, useLayoutEffect } from "react";

/** Makes a text area as high as its text; CSS limits it. */
export function useGrowingBox(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = text === "" ? "" : "auto";
    if (text !== "") area.style.height = `${area.scrollHeight}px`;
  }, [box, text]);
}
