import type { ErrorBody } from "./respond.ts";

/** `error` is a string: a fixed one for a failure, else the message, with its code beside it. */
export const directErrorBody: ErrorBody = ({ status, message: error, code, requestId, details }) =>
  status === 500 ? { error: "Failed to process message" } : { error, code, requestId, details };
