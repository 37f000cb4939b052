import { z } from "zod";
import { ParleyError } from "#lib/core/errors.ts";

/** What to tell a person; `isVerbose` adds where a fault of our own happened. */
export function errorSentence(error: unknown, isVerbose = false): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join(".") ?? "input"}: ${issue?.message ?? "not valid"}`;
  }
  if (error instanceof ParleyError || !(error instanceof Error))
    return String(error instanceof Error ? error.message : error);
  return isVerbose ? (error.stack ?? error.message) : error.message;
}
