import { useMediaQuery } from "./use-media-query.ts";

/** Whether text is typed on the screen's own keyboard, which has no Shift + Enter. */
export function useTouchKeyboard(): boolean {
  return useMediaQuery("(hover: none) and (pointer: coarse)");
}
