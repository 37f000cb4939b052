import { lazySlot } from "./use-lazy.ts";

/** Needed only for a running answer. */
export const markdownCloser = lazySlot(
  async () => (await import("./close-open-markdown.ts")).closeOpenMarkdown,
);
