import { z } from "zod";
import { env } from "#lib/core/env.ts";
import { metrics } from "#lib/core/metrics.ts";
import { trustedFetch } from "#lib/core/outbound.ts";
import { parseJson } from "#lib/core/parse-json.ts";

const TIMEOUT_MS = 10_000;
const DEFAULT_WAIT_SECONDS = 30;

/**
 * How Slack answered. `unreachable`: it did not get the call, so repeating is safe. `unknown`: it may have
 * done what was asked.
 */
export type SlackAnswer =
  | { outcome: "ok"; body: Record<string, unknown> }
  | { outcome: "limited"; retrySeconds: number }
  | { outcome: "refused"; error: string }
  | { outcome: "unreachable" }
  | { outcome: "unknown" };

type Call = {
  token?: string;
  /** For the calls of the app itself. */
  basic?: { user: string; password: string };
  timeoutMs?: number;
  /** Objects are sent as JSON. Undefined values are left out. */
  args: Record<string, string | boolean | object | undefined>;
};

const reply = z.looseObject({ ok: z.boolean(), error: z.string().optional() });
/** Failures of a connection before the request was sent. */
const NOT_SENT = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "EHOSTUNREACH"];
/** Slack documents that some of the operation may have succeeded. */
const AMBIGUOUS = ["fatal_error", "internal_error", "request_timeout"];

/** Calls a method of Slack's Web API once. Never throws for what Slack or the network does. */
export async function callSlack(method: string, call: Call): Promise<SlackAnswer> {
  const answer = await send(method, call);
  metrics().slackCalls.inc({ outcome: answer.outcome });
  return answer;
}

async function send(
  method: string,
  { token, basic, args, timeoutMs = TIMEOUT_MS }: Call,
): Promise<SlackAnswer> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(args))
    if (value !== undefined)
      form.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  const authorization = basic
    ? `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString("base64")}`
    : `Bearer ${token ?? ""}`;
  try {
    const response = await trustedFetch(`${env().SLACK_API_URL.replace(/\/+$/, "")}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", authorization },
      body: form.toString(),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (response.status === 429) return limited(response.headers.get("retry-after"));
    if (response.status === 503) return { outcome: "unreachable" };
    if (response.status >= 500) return { outcome: "unknown" };
    const body = reply.safeParse(parseJson(text));
    if (!body.success) return { outcome: "unknown" };
    if (body.data.ok) return { outcome: "ok", body: body.data };
    const error = body.data.error ?? "unknown_error";
    if (error === "ratelimited") return limited(response.headers.get("retry-after"));
    return AMBIGUOUS.includes(error) ? { outcome: "unknown" } : { outcome: "refused", error };
  } catch (error) {
    return { outcome: wasSent(error) ? "unknown" : "unreachable" };
  }
}

function limited(header: string | null): SlackAnswer {
  const seconds = Number(header);
  return { outcome: "limited", retrySeconds: seconds > 0 ? Math.min(seconds, 3_600) : DEFAULT_WAIT_SECONDS };
}

function wasSent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && NOT_SENT.includes(String(cause.code))) return false;
  return true;
}
