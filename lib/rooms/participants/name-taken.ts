import { ParleyError } from "#lib/core/errors.ts";

export function nameTaken(): ParleyError {
  const message = "This name is taken, or looks like another one. Choose another name.";
  return new ParleyError("conflict", message, { reason: "name" });
}
