import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Permission } from "#lib/access/permissions.ts";
import {
  admitGuest,
  admitKey,
  admitKnown,
  admitMember,
  admitToChatbot,
  chatbotOfKey,
  isOpenTo,
  type MemberAdmission,
} from "#lib/auth/admission/admission.ts";
import {
  admitOperator,
  admitPendingPerson,
  admitPerson,
  findPerson,
  type PendingSecondFactor,
  type PersonAdmission,
} from "#lib/auth/admission/admit-person.ts";
import { type Asker, limitRequests } from "#lib/auth/rate-limit/limit-requests.ts";
import type { LimitName } from "#lib/auth/rate-limit/request-limits.ts";
import type { ApiScope } from "#lib/auth/schema.ts";
import { signDeviceToken } from "#lib/auth/session/device-token.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { findTurnJob } from "#lib/conversation/api-jobs/find-turn-job.ts";
import { findConversation } from "#lib/conversation/find-conversation.ts";
import { env } from "#lib/core/env.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { inSpan, startSpan } from "#lib/core/trace.ts";
import { accountCookie, accountCookieName, setAccountCookie } from "../cookies/account-cookies.ts";
import { visitorCookie } from "../cookies/visitor-cookie.ts";
import { bearerOf, isBearerOf } from "./bearer.ts";
import { clientAddressOf, isFromThisMachine } from "./client-address.ts";
import { type Deprecation, setDeprecationHeaders } from "./deprecation-headers.ts";
import { isHttps } from "./is-https.ts";
import { readBytes, readJson } from "./read-body.ts";
import { type ErrorBody, toErrorResponse, toResponse } from "./respond.ts";
import { routePattern } from "./route-pattern.ts";
import { requireSameOrigin } from "./same-origin.ts";

const DEFAULT_MAX_BYTES = 256_000;
const AUTH_MAX_BYTES = 16_000;

type Params = Record<string, string>;
type RouteContext = { params: Promise<Record<string, string | string[]>> };
export type RouteHandler = (request: Request, route: RouteContext) => Promise<Response>;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/**
 * The methods of a route. Those it does not have answer 405 in the one error shape: Next's own answer would have neither
 * request id nor policy. `leaving`: it is on its way out, and every answer says so.
 */
export function methods(
  handlers: Partial<Record<Method, RouteHandler>>,
  { leaving, ...errors }: ErrorOptions & { leaving?: Deprecation } = {},
): Record<Method, RouteHandler> {
  const allow = METHODS.filter((method) => handlers[method]).join(", ");
  const refuse = door(errors, async ({ request }) => {
    throw new ParleyError("not_allowed", `${request.method} is not allowed here. Use ${allow}.`, { allow });
  });
  const answer: RouteHandler = async (request, route) => {
    const response = await refuse(request, route);
    response.headers.set("allow", allow);
    return response;
  };
  const told = (handler: RouteHandler): RouteHandler =>
    leaving
      ? async (request, route) => {
          const response = await handler(request, route);
          setDeprecationHeaders(response.headers, leaving);
          return response;
        }
      : handler;
  const all = METHODS.map((method) => [method, told(handlers[method] ?? answer)] as const);
  return Object.fromEntries(all) as Record<Method, RouteHandler>;
}

/** For paths whose errors have a shape of their own, and a label of their own in the log. */
export type ErrorOptions = { errorBody?: ErrorBody; failure?: string };
/** What the body is: JSON of a schema, or bytes as they are. */
type Options<B> = ErrorOptions & { body?: z.ZodType<B> | "bytes"; maxBytes?: number };
/** Which limits a request counts against, of those for whoever was let in. Default: `request`. */
type Limited = { limit?: LimitName };
type Input<B> = { request: Request; requestId: string; params: Params; query: URLSearchParams; body: B };

/** What every route does around its one verb: parse, answer, translate errors, log one line. */
function door<B>(options: Options<B>, handle: (input: Input<B>) => Promise<unknown>): RouteHandler {
  return async (request, { params }) => {
    const requestId = newId("trn").slice(4);
    const started = performance.now();
    const span = startSpan("request", { link: request.headers.get("traceparent") });
    let response: Response;
    try {
      const body = await readBody(request, options);
      const { searchParams: query } = new URL(request.url);
      const input = { request, requestId, params: plain(await params), query, body };
      response = toResponse(await inSpan(span, () => handle(input)), requestId);
    } catch (error) {
      response = toErrorResponse(error, requestId, options.errorBody);
      if (response.status === 500)
        log().error({ requestId, ...errorFields(error) }, options.failure ?? "request failed");
    }
    const { method } = request;
    const { pathname: path } = new URL(request.url);
    const { status } = response;
    const latency = performance.now() - started;
    const route = routePattern(path, await params);
    metrics().httpRequest.observe(
      { method, route, status: `${Math.floor(status / 100)}xx` },
      latency / 1_000,
    );
    const told = { "http.request.method": method, "http.route": route, "http.response.status_code": status };
    span.set({ ...told, "parley.request.id": requestId });
    span.end(status >= 500 ? String(status) : undefined);
    const client = clientLabel(request);
    log().info({ requestId, method, path, status, client, latency: Math.round(latency) }, "request");
    return response;
  };
}

async function readBody<B>(request: Request, { body, maxBytes = DEFAULT_MAX_BYTES }: Options<B>): Promise<B> {
  if (body === undefined) return undefined as B;
  if (body === "bytes") return (await readBytes(request, maxBytes)) as B;
  return body.parse(await readJson(request, maxBytes));
}

/** @throws ParleyError limited */
async function limit(request: Request, { limit = "request" }: Limited, asker: Omit<Asker, "address">) {
  await limitRequests(sealOperator(), limit, { ...asker, address: clientAddressOf(request.headers) });
}

/** Parts of the path by name; a catch-all's are joined. Next passes nothing where a path has no such parts. */
function plain(params: Record<string, string | string[]> | undefined): Params {
  return Object.fromEntries(
    Object.entries(params ?? {}).map(([name, value]) => [name, [value].flat().join("/")]),
  );
}

/** A label that tells clients apart in the log without keeping their addresses. */
function clientLabel(request: Request): string {
  const address = clientAddressOf(request.headers);
  const day = new Date().toISOString().slice(0, 10);
  return createHash("sha256").update(`${day}:${address}`).digest("base64url").slice(0, 10);
}

/** Open to anyone, reads only. */
export function publicRoute(handle: (input: Input<undefined>) => Promise<unknown>): RouteHandler {
  return door({}, handle);
}

/** Open to anyone, and changes something: only from this site's own pages. */
export function openRoute<B = undefined>(
  options: Options<B>,
  handle: (operator: OperatorContext, input: Input<B>) => Promise<unknown>,
): RouteHandler {
  return door<undefined>({}, async (input) => {
    requireSameOrigin(input.request);
    return handle(sealOperator(), { ...input, body: await readBody(input.request, options) });
  });
}

/** next-auth's own routes. Its posts carry a token of its own against other sites; ours is asked as well. */
export function authRoute(
  handle: (request: Request, route: RouteContext) => Promise<Response>,
): RouteHandler {
  return (request, route) =>
    door<undefined>({}, async ({ requestId }) => {
      if (request.method !== "GET") requireSameOrigin(request);
      const length = Number(request.headers.get("content-length") ?? 0);
      if (length > AUTH_MAX_BYTES || request.headers.has("transfer-encoding"))
        throw new ParleyError(
          "too_large",
          `The request body is too large. The limit is ${AUTH_MAX_BYTES} bytes.`,
        );
      const response = await handle(request, route);
      if (response.status === 400 && !response.headers.get("content-type")?.includes("json"))
        throw new ParleyError("invalid", "Unknown sign-in step.");
      if (response.ok && request.method === "POST") await rememberDevice(request, response);
      return toResponse(response, requestId);
    })(request, route);
}

/** A browser that has signed in once is told from strangers at the next guess. */
async function rememberDevice(request: Request, response: Response): Promise<void> {
  const name = `${accountCookieName("session", isHttps(request.headers))}=`;
  const set = response.headers.getSetCookie().find((cookie) => cookie.startsWith(name));
  const token = set?.slice(name.length).split(";")[0];
  const person = token ? await findPerson(token) : null;
  if (!person) return;
  const device = await signDeviceToken(person.userId);
  response.headers.append("set-cookie", setAccountCookie(request.headers, "device", device));
}

type HandlePerson<B> = (person: PersonAdmission, input: Input<B>) => Promise<unknown>;

function signedInRoute<B>(
  admit: (token: string | null) => Promise<PersonAdmission>,
  options: Options<B>,
  handle: HandlePerson<B>,
): RouteHandler {
  return door<undefined>({}, async (input) => {
    const { request } = input;
    if (request.method !== "GET") requireSameOrigin(request);
    const person = await admit(accountCookie(request.headers, "session"));
    return handle(person, { ...input, body: await readBody(request, options) });
  });
}

/** For someone who is half signed in: to show their second factor, or to leave. */
export function pendingSecondFactorRoute<B = undefined>(
  options: Options<B>,
  handle: (half: PendingSecondFactor, input: Input<B>) => Promise<unknown>,
): RouteHandler {
  return door<undefined>({}, async (input) => {
    const { request } = input;
    requireSameOrigin(request);
    const half = await admitPendingPerson(accountCookie(request.headers, "session"));
    return handle(half, { ...input, body: await readBody(request, options) });
  });
}

/** For someone who is signed in, about their own account. */
export function personRoute<B = undefined>(options: Options<B>, handle: HandlePerson<B>): RouteHandler {
  return signedInRoute(admitPerson, options, handle);
}

/** For whoever runs the instance; to everyone else there is no such address. */
export function operatorRoute<B = undefined>(options: Options<B>, handle: HandlePerson<B>): RouteHandler {
  return signedInRoute(admitOperator, options, handle);
}

/** For a member of the workspace in the path whose role holds the permission. */
export function memberRoute<B = undefined>(
  options: Options<B> & Limited & { permission: Permission },
  handle: (member: MemberAdmission, input: Input<B>) => Promise<unknown>,
): RouteHandler {
  return door<undefined>({}, async (input) => {
    const { request, requestId, params } = input;
    if (request.method !== "GET") requireSameOrigin(request);
    const token = accountCookie(request.headers, "session");
    const member = await admitMember(token, params.tenant ?? "", options.permission, requestId);
    await limit(request, options, member);
    return handle(member, { ...input, body: await readBody(request, options) });
  });
}

/** For a machine with an API key of the given scope. Nothing of the body is read before the key has been. */
export function keyRoute<B = undefined>(
  options: Options<B> & Limited & { scope: ApiScope },
  handle: (ctx: Context, input: Input<B>) => Promise<unknown>,
): RouteHandler {
  const { errorBody, failure } = options;
  return door({ errorBody, failure }, async (input) => {
    const { request, requestId } = input;
    const ctx = await admitKey(request.headers.get("authorization") ?? "", options.scope, requestId);
    await limit(request, options, { ctx });
    return handle(ctx, { ...input, body: await readBody(request, options) });
  });
}

/** For the host's scheduler, by `Authorization: Bearer CRON_SECRET`. Without a secret it is closed to everyone. */
export function cronRoute(handle: (input: Input<undefined>) => Promise<unknown>): RouteHandler {
  return door<undefined>({}, async (input) => {
    if (!isBearerOf(input.request.headers.get("authorization"), env().CRON_SECRET))
      throw new ParleyError(
        "unauthorized",
        "This endpoint is for the scheduler. Send CRON_SECRET as a bearer token.",
      );
    return handle(input);
  });
}

/**
 * For whoever collects metrics, by `Authorization: Bearer METRICS_TOKEN`; in development for this machine without. Without a
 * token it is closed in production.
 */
export function metricsRoute(handle: (input: Input<undefined>) => Promise<unknown>): RouteHandler {
  return door<undefined>({}, async (input) => {
    const { METRICS_TOKEN, NODE_ENV } = env();
    const isAtHome = NODE_ENV !== "production" && isFromThisMachine(input.request.headers);
    if (!isAtHome && !isBearerOf(input.request.headers.get("authorization"), METRICS_TOKEN))
      throw new ParleyError(
        "unauthorized",
        "This endpoint is for your metrics collector. Send METRICS_TOKEN as a bearer token.",
      );
    return handle(input);
  });
}

export type ChatAdmission = { ctx: Context; chatbotId: Id<"bot"> };

/**
 * For whoever talks with a chatbot: a member of its workspace, an end user of it, a visitor (a new one where `chatbot` names a handle that is
 * open to them) or an API key. The handle comes from the body's or the query's `chatbot`.
 */
export function chatbotRoute<B = undefined>(
  options: Options<B> & Limited,
  handle: (admission: ChatAdmission, input: Input<B>) => Promise<unknown>,
): RouteHandler {
  return door<undefined>({}, async (bare) => {
    const { request, requestId, query } = bare;
    const ctxOfKey = await admitKeyOrSite(request, requestId);
    const input = { ...bare, body: await readBody(request, options) };
    const named = (input.body as { chatbot?: unknown } | undefined)?.chatbot ?? query.get("chatbot");
    if (typeof named !== "string" || !named)
      throw new ParleyError("invalid", "The chatbot is missing. Add ?chatbot=HANDLE to the URL.");
    if (ctxOfKey) {
      await limit(request, options, { ctx: ctxOfKey });
      return handle({ ctx: ctxOfKey, chatbotId: await chatbotOfKey(ctxOfKey, named) }, input);
    }
    const admitted = await admitToChatbot(named, bearerOf(request.headers), requestId);
    const { ctx, chatbotId, freshToken } = admitted;
    await limit(request, options, { ctx, chatbotId });
    const response = toResponse(await handle({ ctx, chatbotId }, input), requestId);
    if (freshToken) response.headers.append("set-cookie", visitorCookie(request, ctx.tenantId, freshToken));
    return response;
  });
}

/**
 * For someone who is signed in and comes to a chatbot, named in the body: as whom they are there until now, a guest with their own
 * cookie, say.
 */
export function joinRoute<B extends { chatbot: string }>(
  options: Options<B> & Limited,
  handle: (admission: ChatAdmission & { person: PersonAdmission }, input: Input<B>) => Promise<unknown>,
): RouteHandler {
  return door<undefined>({}, async (bare) => {
    const { request, requestId } = bare;
    requireSameOrigin(request);
    const person = await admitPerson(accountCookie(request.headers, "session"));
    const input = { ...bare, body: await readBody(request, options) };
    const { ctx, chatbotId } = await admitGuest(input.body.chatbot, bearerOf(request.headers), requestId);
    await limit(request, options, { ctx, chatbotId });
    return handle({ ctx, chatbotId, person }, input);
  });
}

/** The context of a key that chats; null where there is none, and then a change must come from this site's own pages. */
async function admitKeyOrSite(request: Request, requestId: string): Promise<Context | null> {
  const authorization = request.headers.get("authorization");
  if (authorization) return admitKey(authorization, "chat", requestId);
  if (request.method !== "GET") requireSameOrigin(request);
  return null;
}

type Owned<B> = (ctx: Context, input: Input<B> & { chatbotId: Id<"bot"> }) => Promise<unknown>;
type Find = (ctx: Context, name: string) => Promise<{ chatbotId: Id<"bot"> } | null>;

/** For the owner of a conversation, named in the path, while its chatbot is open to them. */
export function conversationRoute<B = undefined>(
  options: Options<B> & Limited,
  handle: Owned<B>,
): RouteHandler {
  return ownedRoute("conversation", findConversation, options, handle);
}

/** For whoever asked for a job, named in the path, while its chatbot is open to them. */
export function jobRoute(handle: Owned<undefined>): RouteHandler {
  return ownedRoute("job", findTurnJob, {}, handle);
}

/** Looked for in each tenant that the bearer is known to. */
function ownedRoute<B>(
  what: string,
  find: Find,
  options: Options<B> & Limited,
  handle: Owned<B>,
): RouteHandler {
  return door<undefined>({}, async (bare) => {
    const { request, requestId, params, query } = bare;
    const ctxOfKey = await admitKeyOrSite(request, requestId);
    const input = { ...bare, body: await readBody(request, options) };
    const contexts = ctxOfKey
      ? [ctxOfKey]
      : await admitKnown(bearerOf(request.headers), query.get("chatbot"), requestId);
    const [first] = contexts;
    if (first) await limit(request, options, { ctx: first });
    for (const ctx of contexts) {
      const found = await find(ctx, params.conversation ?? params.id ?? "");
      if (!found || !(await isOpenTo(ctx, found.chatbotId))) continue;
      return handle(ctx, { ...input, chatbotId: found.chatbotId });
    }
    throw notFound(what);
  });
}
