import { briefly } from "#lib/core/briefly.ts";
import type { Context } from "#lib/core/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, isId, newId } from "#lib/core/ids.ts";
import { sealContext } from "#lib/core/seal.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { singleton } from "#lib/core/singleton.ts";
import { type ApiScope, hashApiKey, isApiKey } from "./api-key.ts";
import { type Address, findAddress, findApiKey } from "./queries.ts";
import { readVisitorToken, signVisitorToken, type Visitor } from "./visitor-token.ts";

const ADDRESS_TTL_MS = 3_000;
const KEY_TTL_MS = 3_000;

/** Public addresses hold no tenant content, so the key needs no tenant. */
function chatbotAddresses() {
  return singleton("admission.chatbots", () =>
    briefly<Address | null>(ADDRESS_TTL_MS, (handle) => findAddress("chatbot", handle)),
  );
}

function keyContexts() {
  return singleton("admission.keys", () => briefly<KeyHolder | null>(KEY_TTL_MS, findKeyHolder));
}

type KeyHolder = { tenantId: Id<"ten">; id: Id<"key">; scopes: string[] };

async function findKeyHolder(hash: string): Promise<KeyHolder | null> {
  const address = await findAddress("apiKey", hash);
  if (!address) return null;
  const row = await findApiKey(
    sealContext({ tenantId: address.tenantId, actor: { kind: "public" } }),
    address.targetId,
  );
  return row && !row.revokedAt ? { tenantId: address.tenantId, id: row.id, scopes: row.scopes } : null;
}

export type VisitorAdmission = {
  ctx: Context;
  chatbotId: Id<"bot">;
  /** A token to hand out: the visitor is new, or the old one is getting on. */
  freshToken: string | null;
};

function visitorContext(visitor: Pick<Visitor, "tenantId" | "visitorId">, requestId: string): Context {
  const { tenantId, visitorId } = visitor;
  const userIdHash = hashUserId(tenantId, visitorId);
  return sealContext({ tenantId, requestId, actor: { kind: "visitor", id: visitorId, userIdHash } });
}

/** Finds who is behind a chatbot's public handle. @throws ParleyError not_found */
export async function chatbotAddress(handle: string): Promise<{ tenantId: Id<"ten">; chatbotId: Id<"bot"> }> {
  const address = await chatbotAddresses().get(handle);
  if (!address || !isId("bot", address.targetId)) throw notFound("chatbot");
  return { tenantId: address.tenantId, chatbotId: address.targetId };
}

/** Admits a visitor to a public chatbot: the one of the token, or a new one. */
export async function admitVisitor(
  handle: string,
  tokenOf: (tenantId: Id<"ten">) => string | undefined,
  requestId: string,
): Promise<VisitorAdmission> {
  const { tenantId, chatbotId } = await chatbotAddress(handle);
  const token = tokenOf(tenantId);
  const known = token ? await readVisitorToken(token) : null;
  const visitor = known?.tenantId === tenantId ? known : null;
  const visitorId = visitor?.visitorId ?? newId("vis");
  return {
    ctx: visitorContext({ tenantId, visitorId }, requestId),
    chatbotId,
    freshToken: visitor && !visitor.isDueForRenewal ? null : await signVisitorToken(tenantId, visitorId),
  };
}

/** One context for each tenant the bearer is a visitor of; empty for strangers. */
export async function admitKnownVisitor(tokens: string[], requestId: string): Promise<Context[]> {
  const visitors = await Promise.all(tokens.slice(0, 20).map(readVisitorToken));
  return visitors.flatMap((visitor) => (visitor ? [visitorContext(visitor, requestId)] : []));
}

/**
 * Admits the bearer of an API key.
 * @throws ParleyError unauthorized for an unknown or revoked key, forbidden for one without the scope.
 */
export async function admitKey(authorization: string, scope: ApiScope, requestId: string): Promise<Context> {
  const key = /^Bearer (\S+)$/i.exec(authorization.slice(0, 200))?.[1];
  const holder = key && isApiKey(key) ? await keyContexts().get(hashApiKey(key)) : null;
  if (!holder)
    throw new ParleyError("unauthorized", "This API key is not valid. Check that it was copied whole.");
  if (!holder.scopes.includes(scope))
    throw new ParleyError("forbidden", `This API key lacks the scope ${scope}.`);
  const { tenantId, id, scopes } = holder;
  return sealContext({
    tenantId,
    requestId,
    actor: { kind: "apiKey", id, scopes, userIdHash: hashUserId(tenantId, id) },
  });
}

/** Admits a job of the queue: whoever enqueued it had been let in, and its payload holds ids only. */
export function admitJob(tenantId: Id<"ten">, jobId: string): Context {
  return sealContext({ tenantId, requestId: jobId, actor: { kind: "job", id: jobId } });
}

/** The chatbot that the instance shows on its home page, if any. */
export async function showcaseHandle(): Promise<string | null> {
  return (await findAddress("showcase", "home"))?.targetId ?? null;
}
