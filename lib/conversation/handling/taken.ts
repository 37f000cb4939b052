import { ParleyError } from "#lib/core/errors.ts";
import type { HandledBy } from "../queries/handling.ts";

/** Another member answers; `details.taken` names them. */
export function takenBy({ name }: HandledBy): ParleyError {
  return new ParleyError("conflict", `${name ?? "A former member"} answers in this conversation.`, {
    taken: { name },
  });
}
