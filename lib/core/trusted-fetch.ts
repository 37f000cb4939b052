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

/**
 * A `fetch` for the addresses an operator configured (the model provider), which may be local: no redirects, no
 * proxies, no time limits but the caller's signal.
 * @throws ParleyError `unavailable` for a redirect
 */
export const trustedFetch: typeof fetch = async (input, init) => {
  // Brings every form of body and headers into one. The signal goes its own way: the Request's copy of it dies with
  // the Request, while the stream lives on.
  const call = new Request(input, { ...init, signal: null });
  const response = await undiciFetch(call.url, {
    method: call.method,
    headers: [...call.headers],
    body: call.body === null ? null : await call.arrayBuffer(),
    signal: init?.signal ?? (input instanceof Request ? input.signal : null),
    dispatcher: agent(),
    redirect: "manual",
  });
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    throw new ParleyError(
      "unavailable",
      "The configured service answers with a redirect, which is not followed.",
    );
  }
  return response as unknown as Response;
};
