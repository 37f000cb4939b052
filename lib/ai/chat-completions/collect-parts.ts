import type {
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from "@ai-sdk/provider";
import { finishReasonOf } from "./finish-reason.ts";
import { toUsage } from "./read-usage.ts";

/** Collects a stream into one result. @throws the error that the stream holds */
export async function collectParts(
  stream: ReadableStream<LanguageModelV4StreamPart>,
): Promise<LanguageModelV4GenerateResult> {
  let text = "";
  let thought = "";
  const calls: LanguageModelV4Content[] = [];
  let end: Pick<LanguageModelV4GenerateResult, "finishReason" | "usage"> = {
    finishReason: finishReasonOf(null, false),
    usage: toUsage(null),
  };
  for await (const part of stream as unknown as AsyncIterable<LanguageModelV4StreamPart>) {
    if (part.type === "text-delta") text += part.delta;
    else if (part.type === "reasoning-delta") thought += part.delta;
    else if (part.type === "tool-call") calls.push(part);
    else if (part.type === "error") throw part.error;
    else if (part.type === "finish") end = { finishReason: part.finishReason, usage: part.usage };
  }
  return {
    content: [
      ...(thought ? [{ type: "reasoning" as const, text: thought }] : []),
      ...(text ? [{ type: "text" as const, text }] : []),
      ...calls,
    ],
    finishReason: end.finishReason,
    usage: end.usage,
    warnings: [],
  };
}
