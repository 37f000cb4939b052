import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { z } from "zod";
import { env } from "#lib/core/env.ts";
import { parseJson } from "#lib/core/parse-json.ts";
import { languageModel } from "./language-model.ts";
import { hasOpenai } from "./openai.ts";

export type VisionModel = { model: LanguageModelV4; id: string };

/**
 * Returns the model for pictures; null while no model server is configured. Whether it can see pictures is
 * known only after asking it.
 */
export function visionModel(): VisionModel | null {
  if (!hasOpenai()) return null;
  const { model, id } = languageModel(env().OPENAI_VISION_MODEL);
  return { model, id };
}

export type ImageOrder<T> = {
  instructions: string;
  prompt: string;
  /** A JPEG. */
  image: Uint8Array;
  schema: z.ZodType<T>;
  maxOutputTokens: number;
  timeoutMs: number;
};

/** `value`: null if the model's output does not match the schema. */
export type ImageDescription<T> = {
  value: T | null;
  inputTokens: number | null;
  outputTokens: number | null;
};

/**
 * Asks a model about a picture. Its output counts only if it matches the schema.
 * @throws the model's error, or a TimeoutError
 */
export async function describeImage<T>(
  model: LanguageModelV4,
  { instructions, prompt, image, schema, maxOutputTokens, timeoutMs }: ImageOrder<T>,
): Promise<ImageDescription<T>> {
  // Loaded on first use, so that a start does not load it.
  const { generateText, NoObjectGeneratedError, Output } = await import("ai");
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const content = [
    { type: "text" as const, text: prompt },
    { type: "file" as const, data: image, mediaType: "image/jpeg" },
  ];
  try {
    const result = await generateText({
      model,
      instructions,
      messages: [{ role: "user", content }],
      output: Output.object({ schema }),
      maxOutputTokens,
      maxRetries: 1,
      abortSignal: AbortSignal.timeout(timeoutMs),
    });
    const { inputTokens, outputTokens } = result.usage;
    return { value: result.output as T, ...counts(inputTokens, outputTokens) };
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    const { inputTokens, outputTokens } = error.usage ?? {};
    return { value: readJsonIn(error.text ?? "", schema), ...counts(inputTokens, outputTokens) };
  }
}

const counts = (input: number | undefined, output: number | undefined) => ({
  inputTokens: input ?? null,
  outputTokens: output ?? null,
});

/** Many servers ignore the output format, and their models wrap JSON in thoughts, sentences or a fence. */
function readJsonIn<T>(text: string, schema: z.ZodType<T>): T | null {
  const [start, end] = [text.indexOf("{"), text.lastIndexOf("}")];
  if (start === -1 || end < start) return null;
  try {
    return schema.safeParse(parseJson(text.slice(start, end + 1))).data ?? null;
  } catch {
    return null;
  }
}
