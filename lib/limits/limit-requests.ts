import type { Context, OperatorContext } from "#lib/context/context.ts";
import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import type { Limit, Take, Taken } from "#lib/core/kv/kv.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { tokenBuckets } from "#lib/core/kv/token-buckets.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { singleton } from "#lib/core/singleton.ts";
import { purgeNowAndThen } from "./purge-attempts.ts";
import { refundAttempts, takeAttempts } from "./queries.ts";
import { type Counted, type LimitName, type RequestLimit, requestLimits } from "./rate-limits.ts";

/** The caller: `address` is from `clientAddressOf`, `chatbotId` is set if the request is for a chatbot. */
export type Asker = { ctx: Context; address: string; chatbotId?: Id<"bot"> | null };

/** Longest wait for Postgres when Redis does not answer. With the wait for Redis it stays below 300 ms. */
const POSTGRES_MS = 110;
/** How long a request of this process waits for Postgres to count it, in ms. */
export const limitPatience = () => singleton("limitPatience", () => ({ postgresMs: POSTGRES_MS }));

/** Details of a refusal, for the headers `Retry-After` and `RateLimit-*`. */
export type Refusal = { retryAfter: number; limit: string; quota: number; window: number };

/**
 * Counts a request against every limit that applies to the caller, in one round trip. A refused request
 * counts against none of them.
 * @throws ParleyError limited, with a `Refusal`
 */
export async function limitRequests(operator: OperatorContext, name: LimitName, asker: Asker): Promise<void> {
  const limit: RequestLimit = requestLimits[name];
  const counted = countedFor(asker).flatMap(([by, who]): Named[] => {
    const one = limit.buckets[by];
    return one ? [{ by, bucket: keyedHash(`limit:${name}:${by}:${who}`), limit: scaled(one) }] : [];
  });
  const decided = await decide(operator, counted, limit.costs);
  const refused = counted.flatMap((take, i) => {
    const taken = decided[i];
    return taken && !taken.allowed ? [{ ...take, retryAfterMs: taken.retryAfterMs }] : [];
  });
  const longest = refused.sort((a, b) => b.retryAfterMs - a.retryAfterMs)[0];
  if (!longest) return;
  const retryAfter = Math.max(1, Math.ceil(longest.retryAfterMs / 1_000));
  throw new ParleyError("limited", `Too many requests. Try again in ${retryAfter} seconds.`, {
    retryAfter,
    limit: `${name}-${longest.by}`,
    quota: longest.limit.tokens,
    window: longest.limit.windowMs / 1_000,
  } satisfies Refusal);
}

type Named = Take & { by: Counted };

function countedFor({ ctx, address, chatbotId }: Asker): [Counted, string][] {
  const { actor, tenantId } = ctx;
  switch (actor.kind) {
    case "visitor":
      return [
        ["address", address],
        ["visitor", `${tenantId}/${actor.id}`],
        ...(chatbotId ? ([["chatbot", `${tenantId}/${chatbotId}`]] satisfies [Counted, string][]) : []),
        ["tenant", tenantId],
      ];
    case "person":
      return [
        ["visitor", `${tenantId}/${actor.id}`],
        ...(chatbotId ? ([["chatbot", `${tenantId}/${chatbotId}`]] satisfies [Counted, string][]) : []),
        ["tenant", tenantId],
      ];
    case "user":
      return [
        ["user", actor.id],
        ["tenant", tenantId],
      ];
    case "apiKey":
      return [
        ["key", actor.id],
        ["tenant", tenantId],
      ];
    case "participant":
      return [
        ["address", address],
        ["visitor", `${tenantId}/${actor.id}`],
        ["tenant", tenantId],
      ];
    case "public":
      return [["address", address]];
    case "room":
    case "job":
      return [];
  }
}

function scaled({ tokens, windowMs }: Limit): Limit {
  return { tokens: Math.max(1, Math.round(tokens * env().RATE_LIMIT_SCALE)), windowMs };
}

const localBuckets = () => singleton("limits.local", () => tokenBuckets());

/**
 * Redis decides. If it does not answer, Postgres decides for requests that cost a model call, and this
 * process alone for the rest or if Postgres is late. This process always counts too: it sees a part of what
 * Redis counts, so its refusals need no round trip, and it has a count to start from when Redis fails.
 */
async function decide(operator: OperatorContext, takes: Named[], costs: boolean): Promise<Taken[]> {
  const shared = kv();
  if (shared.driver === "memory") return (await shared.take(takes)) ?? [];
  const local = localBuckets().take(takes);
  if (isRefused(local)) return local;
  const decided = (await shared.take(takes)) ?? (costs ? await askPostgres(operator, takes) : null);
  if (decided && isRefused(decided)) localBuckets().giveBack(takes);
  return decided ?? local;
}

const isRefused = (taken: Taken[]) => taken.some(({ allowed }) => !allowed);

async function askPostgres(operator: OperatorContext, takes: Named[]): Promise<Taken[] | null> {
  purgeNowAndThen(operator);
  const asking = takeAttempts(operator, takes).then((taken) => {
    const given = takes.filter((_, i) => taken[i]?.allowed);
    if (isRefused(taken) && given.length > 0)
      void refundAttempts(operator, given).catch((error: unknown) =>
        log().warn(errorFields(error), "refunding request limits failed"),
      );
    return taken;
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => setImmediate(() => resolve(null)), limitPatience().postgresMs);
  });
  try {
    return await Promise.race([asking, late]);
  } catch (error) {
    log().warn(errorFields(error), "request limits counted by this process only");
    return null;
  } finally {
    clearTimeout(timer);
  }
}
