import { APICallError, type LanguageModelV4CallOptions } from "@ai-sdk/provider";
import { readError } from "./read-chunk.ts";
import { requestBody } from "./request-body.ts";
import { limitsOf, narrowLimits, rememberLimits } from "./server-limits.ts";

export type ChatServer = {
  baseUrl: string;
  apiKey: string | undefined;
  /** The workspace that connected it; absent for the instance's. */
  owner?: string;
  fetch: typeof globalThis.fetch;
};

/** Of one call. Each gives up one thing that the server has refused. */
const MAX_REFUSALS = 5;
const REFUSED = new Set([400, 415, 422]);
const MAX_ERROR_BYTES = 20_000;

/**
 * Sends a request and returns the response. Where the server refuses a part that it can do without, asks
 * again without it and remembers that.
 * @throws APICallError for an error status
 */
export async function sendRequest(
  server: ChatServer,
  model: string,
  options: LanguageModelV4CallOptions,
): Promise<Response> {
  const url = `${server.baseUrl.replace(/\/+$/, "")}/chat/completions`;
  const key = `${server.owner ?? ""} ${server.baseUrl} ${model}`;
  let limits = limitsOf(key);
  for (let refusals = 0; ; refusals += 1) {
    const body = requestBody(model, options, limits);
    const response = await server.fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(server.apiKey && { authorization: `Bearer ${server.apiKey}` }),
      },
      body: JSON.stringify(body),
      signal: options.abortSignal ?? null,
    });
    if (response.ok && response.body) {
      if (refusals > 0) rememberLimits(key, limits);
      return response;
    }
    const text = (await response.text()).slice(0, MAX_ERROR_BYTES);
    const narrower =
      refusals < MAX_REFUSALS && REFUSED.has(response.status) ? narrowLimits(limits, text) : null;
    if (!narrower) throw errorOf(response, text, url, body);
    limits = narrower;
  }
}

function errorOf(response: Response, text: string, url: string, body: unknown): APICallError {
  const data = parse(text);
  return new APICallError({
    message:
      readError(data)?.message ??
      (text.trim().slice(0, 300) || `The server responded with ${response.status}.`),
    url,
    requestBodyValues: body,
    statusCode: response.status,
    responseHeaders: Object.fromEntries(response.headers),
    responseBody: text,
    data,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
