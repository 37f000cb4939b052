import { z } from "zod";
import { EnvironmentError } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { errorFields } from "#lib/core/log.ts";

const FAULT_CHARS = 300;

/** What to tell a person; `isVerbose` adds where a fault of our own happened. */
export function errorSentence(error: unknown, isVerbose = false): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join(".") || "input"}: ${issue?.message ?? "not valid"}`;
  }
  if (error instanceof ParleyError || error instanceof EnvironmentError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof ParleyError) return error.cause.message;
  const fault = (error.message.split("\n", 1)[0] ?? "").slice(0, FAULT_CHARS);
  const { stack } = errorFields(error);
  return isVerbose && stack ? `${error.name}: ${fault}\n${stack}` : fault;
}
