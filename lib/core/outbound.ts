import { Agent, type Dispatcher, request } from "undici";
import { readBounded } from "./bounded-body.ts";
import { ParleyError } from "./errors.ts";
import { guardedLookup } from "./guarded-lookup.ts";
import { isPublicAddress, parsePublicUrl } from "./public-address.ts";
import { dnsResolver, type Resolver } from "./resolve-host.ts";

export { trustedFetch } from "./trusted-fetch.ts";

export type PublicRequest = {
  method?: "GET" | "HEAD" | "POST";
  /** Sent to the first origin only. */
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Applies to the decoded body. */
  maxBytes: number;
  /** From the call to the last byte, redirects included. */
  timeoutMs: number;
  /** Default and maximum: 5. */
  maxRedirects?: number;
  /**
   * `manual` returns the redirect itself, without its body and without checking its target. Default:
   * `follow`.
   */
  redirect?: "follow" | "manual";
  /** Allowed media types, such as `text/*`. A successful answer of another type is refused. */
  accept?: string[];
  signal?: AbortSignal;
  /** Default 80 and 443. */
  allowPorts?: readonly number[];
  /** For tests. These are arguments so that no configuration can weaken the checks. */
  resolve?: Resolver;
  isPublic?: (address: string) => boolean;
};

export type PublicResponse = {
  status: number;
  /** Where the redirects ended. */
  url: string;
  headers: Headers;
  body: Buffer;
  /** The redirecting addresses, in order. */
  redirects: string[];
};

type Hop = { url: URL; method: "GET" | "HEAD" | "POST"; headers: Headers; body: string | Buffer | undefined };

/** Only this module sets these headers: a caller's value could change where or how the request arrives. */
const ownHeaders = ["host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "expect"];
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * Use this fetch for every request on a user's behalf. It reaches only public addresses, in any notation and
 * after any redirect or DNS answer.
 * @throws ParleyError `invalid` (refused, do not retry), `unprocessable` (bad redirects or encoding),
 *   `unsupported_type`, `too_large`, `unavailable` (may be retried). No message contains an address or a
 *   secret. If the caller's signal aborts, its reason is thrown.
 */
export async function fetchPublic(address: string, options: PublicRequest): Promise<PublicResponse> {
  const { resolve = dnsResolver(), isPublic = isPublicAddress, allowPorts = [80, 443] } = options;
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([deadline, ...(options.signal ? [options.signal] : [])]);
  const parse = (value: string, base?: URL) => parsePublicUrl(value, base, allowPorts, isPublic);

  let hop: Hop = {
    url: parse(address),
    method: options.method ?? "GET",
    headers: requestHeaders(options),
    body: options.body,
  };
  const redirects: string[] = [];
  // One pool per call: a connection opened under another caller's rules is never reused.
  const agent = guardedAgent(resolve, isPublic);
  try {
    for (;;) {
      const response = await send(hop, agent, signal);
      const location = redirectStatuses.has(response.statusCode) ? response.headers.location : undefined;
      if (location === undefined) return await finish(response, hop, redirects, options, signal);
      response.body.on("error", () => {}).destroy();
      if (options.redirect === "manual") {
        const headers = headersOf(response);
        return { status: response.statusCode, url: hop.url.href, headers, body: Buffer.alloc(0), redirects };
      }
      redirects.push(hop.url.href);
      if (redirects.length > Math.min(options.maxRedirects ?? 5, 5)) {
        throw new ParleyError("unprocessable", "The URL redirects too many times.");
      }
      if (Array.isArray(location))
        throw new ParleyError("unprocessable", "The URL redirects to more than one location.");
      const next = parse(location, hop.url);
      if (redirects.includes(next.href) && hop.method !== "POST") {
        throw new ParleyError("unprocessable", "The URL redirects in a loop.");
      }
      hop = follow(hop, next, response.statusCode);
    }
  } catch (error) {
    throw explain(error, options.signal, deadline);
  } finally {
    // Runs in the background, because destroying waits for sockets that may still be connecting.
    agent.destroy().catch(() => {});
  }
}

function requestHeaders({ headers, accept }: PublicRequest): Headers {
  const result = new Headers(headers);
  for (const name of ownHeaders) result.delete(name);
  result.set("accept-encoding", "gzip, br");
  result.set("accept", accept?.join(", ") ?? result.get("accept") ?? "*/*");
  if (!result.has("user-agent")) result.set("user-agent", "Parley");
  return result;
}

function guardedAgent(resolve: Resolver, isPublic: (address: string) => boolean): Agent {
  const lookup = guardedLookup(resolve, isPublic);
  return new Agent({
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: 32_768,
    headersTimeout: 0,
    bodyTimeout: 0,
    // Explicit, because NODE_TLS_REJECT_UNAUTHORIZED would change the default.
    connect: { lookup, timeout: 5_000, autoSelectFamily: true, rejectUnauthorized: true },
  });
}

async function send(hop: Hop, agent: Agent, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  const sent = request(hop.url, {
    dispatcher: agent,
    method: hop.method,
    headers: Object.fromEntries(hop.headers),
    body: hop.body ?? null,
    signal,
  });
  // undici checks the signal only once it is connected, so a slow name server or handshake would take longer.
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
    sent.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/**
 * The next request of a redirect, as in fetch.spec.whatwg.org#http-redirect-fetch, but stricter with bodies.
 */
function follow(hop: Hop, url: URL, status: number): Hop {
  const isRewritten = hop.method === "POST" && status <= 303;
  const method = isRewritten ? "GET" : hop.method;
  const headers = new Headers(hop.headers);
  if (url.origin !== hop.url.origin) {
    if (hop.body !== undefined && !isRewritten) {
      throw new ParleyError("unprocessable", "The URL redirects the request to a different host.");
    }
    for (const name of hop.headers.keys()) {
      if (!["accept", "accept-encoding", "accept-language", "user-agent"].includes(name))
        headers.delete(name);
    }
  }
  if (isRewritten) headers.delete("content-type");
  return { url, method, headers, body: isRewritten ? undefined : hop.body };
}

function headersOf(response: Dispatcher.ResponseData): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}

async function finish(
  response: Dispatcher.ResponseData,
  hop: Hop,
  redirects: string[],
  options: PublicRequest,
  signal: AbortSignal,
): Promise<PublicResponse> {
  const headers = headersOf(response);
  const type = (headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const isAccepted =
    options.accept?.some((one) => (one.endsWith("/*") ? type.startsWith(one.slice(0, -1)) : type === one)) ??
    true;
  if (response.statusCode < 300 && !isAccepted) {
    throw new ParleyError("unsupported_type", "The URL returned a different type of file.");
  }
  const hasBody = hop.method !== "HEAD" && response.statusCode !== 204 && response.statusCode !== 304;
  const body = hasBody
    ? await readBounded(response.body, {
        encoding: headers.get("content-encoding") ?? "",
        length: headers.get("content-length") ?? "",
        maxBytes: options.maxBytes,
        signal,
      })
    : Buffer.alloc(0);
  return { status: response.statusCode, url: hop.url.href, headers, body, redirects };
}

/** Socket and DNS errors contain addresses, so they are not passed on. */
function explain(error: unknown, caller: AbortSignal | undefined, deadline: AbortSignal): unknown {
  if (error instanceof ParleyError) return error;
  if (caller?.aborted) return caller.reason;
  return new ParleyError(
    "unavailable",
    deadline.aborted ? "The URL took too long to respond." : "The URL could not be reached.",
  );
}
