import { expect, test } from "vitest";
import { readEventStream } from "./read-event-stream.ts";

const streamOf = (...parts: string[]) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });

test("yields events cut anywhere, and reports heartbeats only as bytes", async () => {
  let heard = 0;
  const events = [];
  const body = streamOf(": beat\n\n", "id: 1.2\nda", "ta: é", "!\n\n", "data: cut off");
  for await (const { id, data } of readEventStream(body, () => (heard += 1))) events.push({ id, data });
  expect(events).toEqual([{ id: "1.2", data: "é!" }]);
  expect(heard).toBe(5);
});

test("cancels the response when its reader leaves", async () => {
  let isCanceled = false;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("data: x\n\n")),
    cancel: () => {
      isCanceled = true;
    },
  });
  for await (const _ of readEventStream(body)) break;
  await expect.poll(() => isCanceled).toBe(true);
});
