import type { TurnChunk } from "#lib/conversation/schema.ts";
import type { ConversationAction } from "./conversation-state.ts";

/**
 * Batches the chunks of a stream per animation frame, so that a fast model does not cause more renders than
 * frames. Any other action flushes the batch first, which keeps the order.
 */
export function batchByFrame(
  emit: (action: ConversationAction) => void,
): (action: ConversationAction) => void {
  let chunks: TurnChunk[] = [];
  let cancel: (() => void) | null = null;

  const flush = () => {
    cancel?.();
    cancel = null;
    const ready = chunks;
    chunks = [];
    if (ready.length > 0) emit({ type: "chunks", chunks: ready });
  };
  return (action) => {
    if (action.type !== "chunks") {
      flush();
      emit(action);
      return;
    }
    chunks.push(...action.chunks);
    const isText = action.chunks.every(({ type }) => type === "text-delta");
    if (isText) cancel ??= nextFrame(flush);
    else flush();
  };
}

/** Uses a timer while the page is hidden, since no frames are drawn then. */
function nextFrame(run: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(run, 100);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, 250);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
