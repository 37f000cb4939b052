import { ParleyError } from "./errors.ts";

const NEWLINE = 10;

/** Passes bytes through until there are too many, altogether or without a line break; then it fails. */
export function limitBytes(maxBytes: number, maxLineBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  let line = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      const end = chunk.lastIndexOf(NEWLINE);
      line = end === -1 ? line + chunk.length : chunk.length - 1 - end;
      if (bytes > maxBytes || line > maxLineBytes)
        controller.error(new ParleyError("too_large", "The server's response is too large."));
      else controller.enqueue(chunk);
    },
  });
}
