import { z } from "zod";
import { type ErrorCode, ParleyError } from "#lib/core/errors.ts";
import { parseJson } from "./parse-json.ts";

const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), requestId: z.string().optional() }),
});

const byStatus: Record<number, ErrorCode> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  415: "unsupported_type",
  422: "unprocessable",
  429: "limited",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

/** A server's error answer, with the server's own sentence where it gives one. */
export async function readAnswerError(response: Response, server: string): Promise<ParleyError> {
  const text = await response.text().catch(() => "");
  const parsed = errorBody.safeParse(parseJson(text));
  const code = byStatus[response.status] ?? "invalid";
  if (!parsed.success) return new ParleyError(code, `${server} responded with status ${response.status}.`);
  const { message, requestId } = parsed.data.error;
  return new ParleyError(
    code,
    response.status === 500 && requestId ? `${message} (request ${requestId})` : message,
  );
}
