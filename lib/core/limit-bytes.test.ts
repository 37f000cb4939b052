import { expect, test } from "vitest";
import { limitBytes } from "./limit-bytes.ts";

function read(chunks: string[], maxBytes = 20, maxLineBytes = 10): Promise<string> {
  const source = new Blob([]).stream().pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      flush(controller) {
        for (const text of chunks) controller.enqueue(new TextEncoder().encode(text));
      },
    }),
  );
  return new Response(source.pipeThrough(limitBytes(maxBytes, maxLineBytes))).text();
}

test.each([
  ["short lines", ["ab\n", "cd\n"], "ab\ncd\n"],
  ["a line as long as allowed", ["0123456789"], "0123456789"],
  ["a line in pieces", ["01234", "56789\n", "01234"], "0123456789\n01234"],
])("passes %s through", async (_, chunks, text) => expect(await read(chunks)).toBe(text));

test.each([
  ["a long line", ["0123456789a"]],
  ["a long line in pieces", ["ab\n01234", "567", "89a"]],
  ["too many short lines", ["0123\n", "0123\n", "0123\n", "0123\n", "0\n"]],
])("fails for %s", async (_, chunks) => {
  await expect(read(chunks)).rejects.toMatchObject({ code: "too_large" });
});
