import { z } from "zod";
import { httpStatus, ParleyError } from "#lib/core/errors.ts";
import { issueMessage } from "#lib/core/issue-message.ts";
import { closedPolicy } from "../door/security-headers.ts";

/** Forms show these messages below their fields. */
z.config({ customError: issueMessage });

const headers = {
  "cache-control": "no-store",
  "content-security-policy": closedPolicy,
};

/** Turns a result into a response: a Response is returned as is, undefined is 204, a value is JSON. */
export function toResponse(result: unknown, requestId: string): Response {
  const response =
    result instanceof Response
      ? result
      : result === undefined
        ? new Response(null, { status: 204, headers })
        : Response.json(result, { headers });
  response.headers.set("x-request-id", requestId);
  if (!response.headers.has("content-security-policy")) {
    response.headers.set("content-security-policy", headers["content-security-policy"]);
  }
  return response;
}

type PublicError = {
  status: number;
  code: string;
  message: string;
  requestId: string;
  details?: unknown;
};
/** Formats the body of an error response. */
export type ErrorBody = (error: PublicError) => object;

const oneShape: ErrorBody = ({ code, message, requestId, details }) => ({
  error: { code, message, requestId, details },
});

/** Turns any error into the shared error shape, or the route's own. Unexpected errors become a bare 500. */
export function toErrorResponse(error: unknown, requestId: string, bodyOf = oneShape): Response {
  const known = publicError(error);
  const status = known ? httpStatus(known.code) : 500;
  const code = known?.code ?? "internal";
  const message =
    known?.message ??
    "Something went wrong on our side. Try again. If it keeps happening, report the request ID.";
  const response = Response.json(bodyOf({ status, code, message, requestId, details: known?.details }), {
    status,
    headers: { ...headers, "x-request-id": requestId },
  });
  if (status === 503) response.headers.set("retry-after", String(secondsToWait(known?.details)));
  if (status === 429) setLimitHeaders(response.headers, known?.details);
  return response;
}

const refusal = z.object({ retryAfter: z.number() });
const secondsToWait = (details: unknown) => refusal.safeParse(details).data?.retryAfter ?? 5;
const quota = z.object({ limit: z.string(), quota: z.number(), window: z.number() });

/**
 * `RateLimit` and `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-08 and later, and the three
 * fields of earlier drafts, which more clients read.
 */
function setLimitHeaders(to: Headers, details: unknown): void {
  const seconds = secondsToWait(details);
  to.set("retry-after", String(seconds));
  const { data } = quota.safeParse(details);
  if (!data) return;
  to.set("ratelimit-policy", `"${data.limit}";q=${data.quota};w=${data.window}`);
  to.set("ratelimit", `"${data.limit}";r=0;t=${seconds}`);
  to.set("ratelimit-limit", String(data.quota));
  to.set("ratelimit-remaining", "0");
  to.set("ratelimit-reset", String(seconds));
}

/** Postgres's errors for a zero byte in text and in JSON. */
const unstorableCodes = ["22021", "22P05"];

/** What a caller may know of an error; null if it is unexpected. Wrapped errors are searched too. */
export function publicError(error: unknown): ParleyError | null {
  if (error instanceof z.ZodError) return invalid(error);
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ParleyError) return cause;
    if ("code" in cause && unstorableCodes.includes(String(cause.code)))
      return new ParleyError("invalid", "The request contains characters that can't be stored.");
  }
  return null;
}

function invalid(error: z.ZodError): ParleyError {
  const details = error.issues
    .slice(0, 10)
    .map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const first = details[0];
  return new ParleyError("invalid", `${first?.path || "body"}: ${first?.message ?? "not valid"}`, details);
}
