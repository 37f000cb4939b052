import { APICallError } from "@ai-sdk/provider";
import { ParleyError } from "#lib/core/errors.ts";
import { modelProblem } from "../model-problem.ts";
import type { ModelList } from "./list-server-models.ts";
import type { ConnectionProblem } from "./schema.ts";

const MODEL = /model/i;

/** What the response to a request for the models shows; null where it is a list. */
export function problemOfList({ status, models }: ModelList, hasKey: boolean): ConnectionProblem | null {
  if (models) return null;
  if (status === 401 || status === 403) return hasKey ? "key_refused" : "key_missing";
  if (status === 404 || status === 405) return "wrong_address";
  if (status === 429) return "busy";
  return status >= 500 ? "failed" : "not_compatible";
}

/** Returns the problem behind what a call threw. */
export function problemOfCall(error: unknown, hasKey: boolean): ConnectionProblem {
  if (isTimeout(error)) return "slow";
  if (error instanceof ParleyError)
    return error.code === "invalid"
      ? "not_allowed"
      : error.code === "unavailable"
        ? "wrong_address"
        : "not_compatible";
  if (error instanceof SyntaxError) return "not_compatible";
  if (!APICallError.isInstance(error)) return "not_reached";
  const { statusCode, message, responseBody = "" } = error;
  if ((statusCode === 404 || statusCode === 405) && !MODEL.test(`${message} ${responseBody}`))
    return "wrong_address";
  const problem = modelProblem(error);
  switch (problem) {
    case "model_key_refused":
      return hasKey ? "key_refused" : "key_missing";
    case "model_not_found":
      return "model_not_found";
    case "model_busy":
      return "busy";
    case "model_quota_used":
      return "quota_used";
    case "model_unavailable":
    case "prompt_too_long":
    case "content_filtered":
      return "failed";
    default:
      return problem satisfies never;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === "TimeoutError" || isTimeout(error.cause));
}
