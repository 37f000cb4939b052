import type { IncomingMessage } from "node:http";

const SMALL_BODY_BYTES = 64_000;

/** Whether a refused request's body is read to its end; for any other, the connection is closed. */
export function hasSmallBody({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"] ?? Number.POSITIVE_INFINITY) <= SMALL_BODY_BYTES;
}
