import { isIP } from "node:net";
import { Agent, fetch as undiciFetch } from "undici";
import { ParleyError } from "./errors.ts";
import { guardedLookup } from "./guarded-lookup.ts";
import { limitBytes } from "./limit-bytes.ts";
import { notPublic } from "./public-address.ts";
import type { Resolver } from "./resolve-host.ts";

export type GuardedFetchOptions = {
  isAllowed: (address: string) => boolean;
  resolve: Resolver;
};

/** Of one response, and of one line of it, in bytes. */
const MAX_BYTES = 16_000_000;
const MAX_LINE_BYTES = 1_000_000;

/**
 * A streaming `fetch` for servers that users name. It connects only to allowed addresses, follows no
 * redirects, and ends responses that are too large. Its connections are kept, all under the same rules. It
 * has no time limit except the caller's signal.
 * @throws ParleyError `invalid` for an address that is not allowed, `unavailable` for a redirect
 */
export function guardedFetch({ isAllowed, resolve }: GuardedFetchOptions): typeof fetch {
  const dispatcher = new Agent({
    allowH2: false,
    connections: 1_000,
    pipelining: 1,
    maxHeaderSize: 32_768,
    headersTimeout: 0,
    bodyTimeout: 0,
    // Explicit, because NODE_TLS_REJECT_UNAUTHORIZED would change the default.
    connect: {
      lookup: guardedLookup(resolve, isAllowed),
      timeout: 5_000,
      autoSelectFamily: true,
      rejectUnauthorized: true,
    },
  });
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const literal = url.hostname.replace(/^\[(.*)\]$/, "$1");
    // A socket to a literal address asks no lookup.
    if (isIP(literal) !== 0 && !isAllowed(literal)) throw notPublic();
    const { method = "GET", headers, body, signal } = init;
    if (body !== undefined && body !== null && typeof body !== "string")
      throw new TypeError("Only text can be sent.");
    const response = await undiciFetch(url, {
      method,
      headers: Object.fromEntries(new Headers(headers)),
      body: body ?? null,
      signal: signal ?? null,
      dispatcher,
      redirect: "manual",
    }).catch((error: unknown) => {
      // undici wraps what the lookup threw.
      throw error instanceof Error && error.cause instanceof ParleyError ? error.cause : error;
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new ParleyError("unavailable", "The server returned a redirect, which is not followed.");
    }
    const { status, statusText } = response;
    const received = response.body as ReadableStream<Uint8Array> | null;
    const limited = received?.pipeThrough(limitBytes(MAX_BYTES, MAX_LINE_BYTES)) ?? null;
    return new Response(limited, {
      status,
      statusText,
      headers: [...response.headers],
    });
  };
}
