const HEARTBEAT_MS = 12_000;

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  "x-vercel-ai-ui-message-stream": "v1",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

/**
 * Server-sent events of the AI SDK's UI message stream. `follow` gets a signal that aborts when the reader leaves; that
 * ends the reading, never the turn.
 */
export function eventStream(follow: (signal: AbortSignal) => AsyncIterable<unknown>): Response {
  const encoder = new TextEncoder();
  const left = new AbortController();
  let heartbeat: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        if (!left.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      heartbeat = setInterval(() => send(": heartbeat\n\n"), HEARTBEAT_MS);
      try {
        for await (const chunk of follow(left.signal)) send(`data: ${JSON.stringify(chunk)}\n\n`);
        send("data: [DONE]\n\n");
        if (!left.signal.aborted) controller.close();
      } catch (error) {
        if (!left.signal.aborted) controller.error(error);
      } finally {
        clearInterval(heartbeat);
      }
    },
    cancel() {
      clearInterval(heartbeat);
      left.abort();
    },
  });
  return new Response(body, { headers });
}
