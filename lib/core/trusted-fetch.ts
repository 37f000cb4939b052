import { Agent, fetch as undiciFetch } from "undici";
import { ParleyError } from "./errors.ts";
import { singleton } from "./singleton.ts";

const agent = () =>
  singleton(
    "trusted-agent",
    () =>
      new Agent({
        allowH2: false,
        // Each answer under way holds one. As many as a process lets readers have open.
        connections: 10_000,
        pipelining: 1,
        // A turn watches its own silence; a model may think for minutes.
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: { timeout: 5_000, autoSelectFamily: true },
      }),
  );

type Call = Pick<RequestInit, "method"> & { headers?: Record<string, string>; body?: string };

/** As the SDK calls: undici takes that as it is. */
function isPlain(input: RequestInfo | URL, init: RequestInit = {}): init is Call {
  const { body, headers } = init;
  const isListed = headers instanceof Headers || Array.isArray(headers);
  return typeof input === "string" && (body === undefined || typeof body === "string") && !isListed;
}

/** Every other form of body and headers as one. */
async function inOneForm(input: RequestInfo | URL, init?: RequestInit) {
  // The signal goes its own way: the Request's copy of it dies with the Request, while the stream lives on.
  const call = new Request(input, { ...init, signal: null });
  const body = call.body === null ? null : await call.arrayBuffer();
  return { url: call.url, method: call.method, headers: [...call.headers], body };
}

/**
 * A `fetch` for the addresses an operator configured (the model provider), which may be local: no redirects, no
 * proxies, no time limits but the caller's signal.
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
