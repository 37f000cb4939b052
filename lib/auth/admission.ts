import { briefly } from "#lib/core/briefly.ts";
import type { Context, OperatorContext } from "#lib/core/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, isId, newId } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { sealContext, sealOperator } from "#lib/core/seal.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { singleton } from "#lib/core/singleton.ts";
import { findRole } from "#lib/tenant/find-role.ts";
import { hashApiKey, isApiKey } from "./api-key.ts";
import { readToken } from "./email-token.ts";
import { allows, type Permission } from "./permissions.ts";
import { findLiveSession, touchSession } from "./queries/sessions.ts";
import { type Address, findAddress, findApiKey, touchApiKey } from "./queries.ts";
import type { ApiScope, Role } from "./schema.ts";
import { readSessionToken } from "./session-token.ts";
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
  const ctx = sealContext({ tenantId: address.tenantId, actor: { kind: "public" } });
  const row = await findApiKey(ctx, address.targetId);
  if (!row || row.revokedAt) return null;
  // Beside the request: when a key was last used may be lost, the first token may not wait for it.
  void touchApiKey(ctx, row.id).catch((error: unknown) => log().warn(errorFields(error), "key not touched"));
  return { tenantId: address.tenantId, id: row.id, scopes: row.scopes };
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

const SESSION_TTL_MS = 3_000;
const SEEN_EVERY_MS = 300_000;

type LiveSession = Awaited<ReturnType<typeof findLiveSession>>;

/** Rows of sessions, at most three seconds old: within that time a revoked one is dead everywhere. */
function liveSessions() {
  return singleton("admission.sessions", () =>
    briefly<LiveSession>(SESSION_TTL_MS, (id) => findLiveSession(sealOperator(), id as Id<"ses">)),
  );
}

function memberRoles() {
  return singleton("admission.roles", () =>
    briefly<Role | null>(SESSION_TTL_MS, (key) => {
      const [tenantId, userId] = key.split("/") as [Id<"ten">, Id<"usr">];
      return findRole(sealContext({ tenantId, actor: { kind: "public" } }), userId);
    }),
  );
}

function liveKeys() {
  return singleton("admission.liveKeys", () =>
    briefly<boolean>(KEY_TTL_MS, async (key) => {
      const [tenantId, id] = key.split("/") as [Id<"ten">, Id<"key">];
      const row = await findApiKey(sealContext({ tenantId, actor: { kind: "public" } }), id);
      return row !== null && row.revokedAt === null;
    }),
  );
}

/** In this process at once, elsewhere within three seconds. */
export function forgetSession(sessionId: Id<"ses">): void {
  liveSessions().forget(sessionId);
}

export function forgetRole(tenantId: Id<"ten">, userId: Id<"usr">): void {
  memberRoles().forget(`${tenantId}/${userId}`);
}

export function forgetKey(tenantId: Id<"ten">, keyId: Id<"key">, hash: string): void {
  keyContexts().forget(hash);
  liveKeys().forget(`${tenantId}/${keyId}`);
}

/** Someone who is signed in, and the instance's own context for what concerns their account. */
export type PersonAdmission = {
  operator: OperatorContext;
  userId: Id<"usr">;
  sessionId: Id<"ses">;
  email: string;
  name: string;
};

/** Whoever the session cookie names; null for nobody, or a session that has ended. */
export async function findPerson(token: string | null): Promise<PersonAdmission | null> {
  const sessionId = token ? await readSessionToken(token) : null;
  const session = sessionId ? await liveSessions().get(sessionId) : null;
  if (!session) return null;
  const operator = sealOperator();
  if (Date.now() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) {
    session.lastSeenAt = new Date();
    await touchSession(operator, session.id);
  }
  const { id, userId, email, name } = session;
  return { operator, userId, sessionId: id, email, name };
}

/** @throws ParleyError unauthorized */
export async function admitPerson(token: string | null): Promise<PersonAdmission> {
  const person = await findPerson(token);
  if (!person) throw new ParleyError("unauthorized", "Sign in first.");
  return person;
}

export type MemberAdmission = { ctx: Context; person: PersonAdmission; role: Role };

/**
 * Admits a member to a workspace.
 * @throws ParleyError unauthorized without a session; not_found for a workspace that does not exist or is not theirs;
 * forbidden where their role does not allow it
 */
export async function admitMember(
  token: string | null,
  slug: string,
  permission: Permission,
  requestId: string,
): Promise<MemberAdmission> {
  const person = await admitPerson(token);
  const address = await findAddress("tenant", slug);
  const role = address && (await memberRoles().get(`${address.tenantId}/${person.userId}`));
  if (!role) throw notFound("workspace");
  if (!allows(role, permission))
    throw new ParleyError(
      "forbidden",
      `Your role here, ${role}, does not allow this. Ask an owner or admin.`,
    );
  const { userId: id, sessionId } = person;
  const { tenantId } = address;
  const userIdHash = hashUserId(tenantId, id);
  const ctx = sealContext({ tenantId, requestId, actor: { kind: "user", id, sessionId, role, userIdHash } });
  return { ctx, person, role };
}

/** The workspace an invitation is to, for someone who holds its token. @throws ParleyError not_found */
export async function admitInvitation(
  person: PersonAdmission,
  token: string,
  requestId: string,
): Promise<{ ctx: Context; invitationId: Id<"inv"> }> {
  const hash = readToken(token);
  const address = hash ? await findAddress("invitation", hash) : null;
  if (!address || !isId("inv", address.targetId))
    throw new ParleyError(
      "not_found",
      "This invitation does not work any more. Ask whoever sent it for a new one.",
    );
  const { tenantId, targetId } = address;
  const { userId: id, sessionId } = person;
  // A guest is no member yet: the least role, and only to accept.
  const actor = {
    kind: "user",
    id,
    sessionId,
    role: "viewer",
    userIdHash: hashUserId(tenantId, id),
  } as const;
  return { ctx: sealContext({ tenantId, requestId, actor }), invitationId: targetId };
}

/**
 * Whether whoever a context was made for would be let in again, asked now and then while a stream is open: a session, key or
 * membership that has ended gets no further byte.
 */
export async function isStillAdmitted({ actor, tenantId }: Context): Promise<boolean> {
  switch (actor.kind) {
    case "user": {
      const [session, role] = await Promise.all([
        liveSessions().get(actor.sessionId),
        memberRoles().get(`${tenantId}/${actor.id}`),
      ]);
      return session !== null && role === actor.role;
    }
    case "apiKey":
      return liveKeys().get(`${tenantId}/${actor.id}`);
    case "visitor":
    case "job":
    case "public":
      return true;
  }
}

/** Admits a job of the queue: whoever enqueued it had been let in, and its payload holds ids only. */
export function admitJob(tenantId: Id<"ten">, jobId: string): Context {
  return sealContext({ tenantId, requestId: jobId, actor: { kind: "job", id: jobId } });
}

/** The chatbot that the instance shows on its home page, if any. */
export async function showcaseHandle(): Promise<string | null> {
  return (await findAddress("showcase", "home"))?.targetId ?? null;
}
