import { Agent, fetch as undiciFetch } from "undici";
import { ParleyError } from "./errors.ts";
import { singleton } from "./singleton.ts";

const agent = () =>
  singleton(
    "trusted-agent",
    () =>
      new Agent({
        allowH2: false,
        // Each running answer holds one connection, so there are as many as a process allows open readers.
        connections: 10_000,
        pipelining: 1,
        // A turn has its own idle timeout, and a model may think for minutes.
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: { timeout: 5_000, autoSelectFamily: true },
      }),
  );

type Call = Pick<RequestInit, "method"> & { headers?: Record<string, string>; body?: string };

/** The form the SDK uses, which undici accepts directly. */
function isPlain(input: RequestInfo | URL, init: RequestInit = {}): init is Call {
  const { body, headers } = init;
  const isListed = headers instanceof Headers || Array.isArray(headers);
  return typeof input === "string" && (body === undefined || typeof body === "string") && !isListed;
}

/** Converts every other form of body and headers. */
async function inOneForm(input: RequestInfo | URL, init?: RequestInit) {
  // The signal is passed separately: the Request's copy may be garbage collected while the stream is still
  // open.
  const call = new Request(input, { ...init, signal: null });
  const body = call.body === null ? null : await call.arrayBuffer();
  return { url: call.url, method: call.method, headers: [...call.headers], body };
}

/**
 * A `fetch` for addresses an operator configured (the model provider), which may be local. It follows no
 * redirects, uses no proxies and has no time limit except the caller's signal.
 * @throws ParleyError `unavailable` for a redirect
 */
export const trustedFetch: typeof fetch = async (input, init) => {
  const { url, method, headers, body } = isPlain(input, init)
    ? { url: input as string, ...init }
    : await inOneForm(input, init);
  const response = await undiciFetch(url, {
    method,
    headers,
    body,
    signal: init?.signal ?? (input instanceof Request ? input.signal : null),
    dispatcher: agent(),
    redirect: "manual",
  });
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    throw new ParleyError(
      "unavailable",
      "The configured service returned a redirect, which is not followed.",
    );
  }
  return response as unknown as Response;
};
