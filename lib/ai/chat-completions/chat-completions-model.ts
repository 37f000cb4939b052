import {
  APICallError,
  type LanguageModelV4,
  type LanguageModelV4CallOptions,
  type LanguageModelV4StreamPart,
} from "@ai-sdk/provider";
import { collectParts } from "./collect-parts.ts";
import { finishReasonOf } from "./finish-reason.ts";
import { readChunk, readError, type ServerError } from "./read-chunk.ts";
import { readEvents } from "./read-events.ts";
import { type TokenCounts, toUsage } from "./read-usage.ts";
import { type ChatServer, sendRequest } from "./send-request.ts";
import { ToolCalls } from "./tool-call-deltas.ts";

const ID = "0";

/**
 * A model behind the chat completions API of OpenAI or of any server that resembles it. It reads what such
 * servers really send, where the SDK's own model ends the answer with a validation error.
 */
export function chatCompletionsModel(modelId: string, server: ChatServer): LanguageModelV4 {
  const start = async (options: LanguageModelV4CallOptions) => {
    const response = await sendRequest(server, modelId, options);
    return streamOf(readParts(response.body ?? new ReadableStream(), server.baseUrl));
  };
  return {
    specificationVersion: "v4",
    provider: "openai",
    modelId,
    supportedUrls: {},
    // One way over the wire for both: some servers only stream, others never do.
    doGenerate: async (options) => collectParts(await start(options)),
    doStream: async (options) => ({ stream: await start(options) }),
  };
}

function streamOf<T>(parts: AsyncGenerator<T>): ReadableStream<T> {
  return new ReadableStream<T>(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* readParts(
  body: ReadableStream<Uint8Array>,
  url: string,
): AsyncGenerator<LanguageModelV4StreamPart> {
  const calls = new ToolCalls();
  let finish: string | null = null;
  let usage: TokenCounts | null = null;
  let isDone = false;
  yield { type: "stream-start", warnings: [] };
  for await (const event of readEvents(body)) {
    if (event.type === "malformed") {
      yield { type: "error", error: event.error };
      return;
    }
    if (event.type === "done") isDone = true;
    if (event.type !== "value") {
      yield { type: "ping" };
      continue;
    }
    const error = readError(event.value, event.name);
    if (error) {
      yield { type: "error", error: callError(error, event.value, url) };
      return;
    }
    const chunk = readChunk(event.value);
    finish = chunk.finish ?? finish;
    usage = chunk.usage ?? usage;
    for (const call of chunk.calls) calls.add(call);
    if (chunk.thought) yield { type: "reasoning-delta", id: ID, delta: chunk.thought };
    if (chunk.text) yield { type: "text-delta", id: ID, delta: chunk.text };
    if (!chunk.thought && !chunk.text) yield { type: "ping" };
  }
  const made = calls.all();
  // A stream that breaks off has neither a finish nor the server's mark for the end.
  const finishReason = finishReasonOf(finish ?? (isDone ? "" : null), made.length > 0);
  if (finishReason.unified !== "length") yield* made;
  yield { type: "finish", finishReason, usage: toUsage(usage) };
}

function callError({ message, code }: ServerError, data: unknown, url: string): APICallError {
  const statusCode = Number(code);
  return new APICallError({
    message,
    url,
    requestBodyValues: {},
    ...(statusCode >= 400 && statusCode < 600 && { statusCode }),
    data,
  });
}
