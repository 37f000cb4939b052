import { APICallError } from "@ai-sdk/provider";
import type { ModelProblem } from "./schema.ts";

const QUOTA = /insufficient_quota|quota|billing|credit|payment|balance/i;
const CONTEXT =
  /context_length|context (?:length|window|size)|maximum context|too many (?:input )?tokens|(?:prompt|input|request) (?:is )?too (?:long|large)|reduce the length/i;
const FILTER = /content_?filter|content management policy|safety system|moderation/i;
const MODEL = /model/i;

/** Returns the problem behind the error of a model call. */
export function modelProblem(error: unknown): ModelProblem {
  const { status, text } = read(error);
  if (CONTEXT.test(text) || status === 413) return "prompt_too_long";
  if (FILTER.test(text)) return "content_filtered";
  if (status === 402 || (QUOTA.test(text) && (status === undefined || status === 403 || status === 429)))
    return "model_quota_used";
  if (status === 401) return "model_key_refused";
  if (status === 403) return MODEL.test(text) ? "model_not_found" : "model_key_refused";
  if (status === 404) return "model_not_found";
  if (
    status === 400 &&
    MODEL.test(text) &&
    /not (?:found|exist)|unknown|invalid model|does not exist/i.test(text)
  )
    return "model_not_found";
  if (status === 429) return "model_busy";
  return "model_unavailable";
}

function read(error: unknown): { status: number | undefined; text: string } {
  const { message, statusCode } = (error ?? {}) as { message?: unknown; statusCode?: unknown };
  const body = APICallError.isInstance(error) ? (error.responseBody ?? JSON.stringify(error.data)) : "";
  return {
    status: typeof statusCode === "number" ? statusCode : undefined,
    text: `${typeof message === "string" ? message : ""} ${body ?? ""}`,
  };
}
