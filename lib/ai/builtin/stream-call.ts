import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from "@ai-sdk/provider";

/** Streams a response that consists of a single tool call. */
export function streamCall(
  { name, input }: { name: string; input: unknown },
  usage: LanguageModelV4Usage,
): ReadableStream<LanguageModelV4StreamPart> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue({ type: "stream-start", warnings: [] });
      controller.enqueue({
        type: "tool-call",
        toolCallId: "call-1",
        toolName: name,
        input: JSON.stringify(input),
      });
      controller.enqueue({
        type: "finish",
        finishReason: { unified: "tool-calls", raw: undefined },
        usage,
      });
      controller.close();
    },
  });
}
