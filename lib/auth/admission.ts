import { createHash, timingSafeEqual } from "node:crypto";
import { briefly } from "#lib/core/briefly.ts";
import type { Context, OperatorContext } from "#lib/core/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, isId, newId } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { sealContext, sealOperator } from "#lib/core/seal.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { singleton } from "#lib/core/singleton.ts";
import { findMembership, type Membership } from "#lib/tenant/find-membership.ts";
import { hashApiKey, isApiKey } from "./api-key.ts";
import { readToken } from "./email-token.ts";
import { allows, type Permission } from "./permissions.ts";
import { findLiveSession, touchSession } from "./queries/sessions.ts";
import {
  type Address,
  findAddress,
  findApiKey,
  findChatbotDoor,
  isPersonOf,
  listJoined,
  listMemberships,
  listSpokenIn,
  touchApiKey,
} from "./queries.ts";
import type { ApiScope, Role } from "./schema.ts";
import { readSessionToken } from "./session-token.ts";
import { readVisitorToken, signVisitorToken, type Visitor } from "./visitor-token.ts";

const ADDRESS_TTL_MS = 3_000;
const KEY_TTL_MS = 3_000;
const DOOR_TTL_MS = 3_000;

/** Public addresses hold no tenant content, so the key needs no tenant. */
function chatbotAddresses() {
  return singleton("admission.chatbots", () =>
    briefly<Address | null>("chatbot-address", ADDRESS_TTL_MS, (handle) => findAddress("chatbot", handle)),
  );
}

function keyContexts() {
  return singleton("admission.keys", () => briefly<KeyHolder | null>("api-key", KEY_TTL_MS, findKeyHolder));
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

/** What a browser brings to a chatbot's door. */
export type Bearer = {
  /** Text of the session cookie. */
  session: string | null;
  /** Visitor tokens; `visitorOf` picks a tenant's. */
  visitors: string[];
  visitorOf(tenantId: Id<"ten">): string | undefined;
  links: readonly string[];
};

function visitorContext(
  visitor: Pick<Visitor, "tenantId" | "visitorId">,
  links: readonly string[],
  requestId: string,
): Context {
  const { tenantId, visitorId: id } = visitor;
  const userIdHash = hashUserId(tenantId, id);
  return sealContext({ tenantId, requestId, actor: { kind: "visitor", id, userIdHash, links } });
}

function personContext(
  tenantId: Id<"ten">,
  { userId: id, sessionId }: Pick<PersonAdmission, "userId" | "sessionId">,
  links: readonly string[],
  requestId: string,
): Context {
  const userIdHash = hashUserId(tenantId, id);
  return sealContext({ tenantId, requestId, actor: { kind: "person", id, sessionId, userIdHash, links } });
}

function memberContext(
  tenantId: Id<"ten">,
  { userId: id, sessionId }: Pick<PersonAdmission, "userId" | "sessionId">,
  role: Role,
  requestId: string,
): Context {
  const userIdHash = hashUserId(tenantId, id);
  return sealContext({ tenantId, requestId, actor: { kind: "user", id, sessionId, role, userIdHash } });
}

/** Who may come in at a chatbot's door, at most three seconds old. */
function chatbotDoors() {
  return singleton("admission.doors", () =>
    briefly("chatbot-door", DOOR_TTL_MS, (key) => {
      const [tenantId, id] = key.split("/") as [Id<"ten">, Id<"bot">];
      return findChatbotDoor(sealContext({ tenantId, actor: { kind: "public" } }), id);
    }),
  );
}

/** In this process at once, elsewhere within three seconds. */
export function forgetChatbotDoor(tenantId: Id<"ten">, chatbotId: Id<"bot">, handles: string[]): void {
  chatbotDoors().forget(`${tenantId}/${chatbotId}`);
  for (const handle of handles) chatbotAddresses().forget(handle);
}

/**
 * Whether a chatbot is open to whoever a context was made for: to members and keys of its workspace always, to visitors
 * where it is public or they came by its link.
 */
export async function isOpenTo({ tenantId, actor }: Context, chatbotId: Id<"bot">): Promise<boolean> {
  const door = await chatbotDoors().get(`${tenantId}/${chatbotId}`);
  if (!door) return false;
  if (actor.kind !== "visitor" && actor.kind !== "person" && actor.kind !== "public") return true;
  switch (door.visibility) {
    case "public":
      return true;
    case "members":
      return false;
    case "link": {
      const { linkToken } = door;
      const links = "links" in actor ? (actor.links ?? []) : [];
      return linkToken !== null && links.some((link) => isSame(link, linkToken));
    }
  }
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Finds who is behind a chatbot's public handle. @throws ParleyError not_found */
export async function chatbotAddress(handle: string): Promise<{ tenantId: Id<"ten">; chatbotId: Id<"bot"> }> {
  const address = await chatbotAddresses().get(handle);
  if (!address || !isId("bot", address.targetId)) throw notFound("chatbot");
  return { tenantId: address.tenantId, chatbotId: address.targetId };
}

/** The chatbot of a handle, for a key of its workspace. @throws ParleyError not_found, also for another tenant's */
export async function chatbotOfKey({ tenantId }: Context, handle: string): Promise<Id<"bot">> {
  const address = await chatbotAddress(handle);
  if (address.tenantId !== tenantId) throw notFound("chatbot");
  return address.chatbotId;
}

/**
 * Admits whoever comes to a chatbot: a member of its workspace, or an end user who has joined it, as themselves, anyone else as
 * the visitor of their token, or a new one. @throws ParleyError not_found, word for word the same where it is not open to them
 */
export async function admitToChatbot(
  handle: string,
  bearer: Bearer,
  requestId: string,
): Promise<VisitorAdmission> {
  const { tenantId, chatbotId } = await chatbotAddress(handle);
  const person = await findPerson(bearer.session);
  const member = person && (await memberRoles().get(`${tenantId}/${person.userId}`));
  if (member && mayComeIn(member, person)) {
    const ctx = memberContext(tenantId, person, member.role, requestId);
    if (!(await isOpenTo(ctx, chatbotId))) throw notFound("chatbot");
    return { ctx, chatbotId, freshToken: null };
  }
  if (person && (await isEndUser(tenantId, person.userId))) {
    const ctx = personContext(tenantId, person, bearer.links, requestId);
    if (!(await isOpenTo(ctx, chatbotId))) throw notFound("chatbot");
    return { ctx, chatbotId, freshToken: null };
  }
  const token = bearer.visitorOf(tenantId);
  const known = token ? await readVisitorToken(token) : null;
  const visitor = known?.tenantId === tenantId ? known : null;
  const visitorId = visitor?.visitorId ?? newId("vis");
  const ctx = visitorContext({ tenantId, visitorId }, bearer.links, requestId);
  if (!(await isOpenTo(ctx, chatbotId))) throw notFound("chatbot");
  return {
    ctx,
    chatbotId,
    freshToken: visitor && !visitor.isDueForRenewal ? null : await signVisitorToken(tenantId, visitorId),
  };
}

/** Admits whoever comes to a chatbot as the visitor of their token, whoever else they may be. @throws ParleyError not_found */
export function admitGuest(handle: string, bearer: Bearer, requestId: string): Promise<VisitorAdmission> {
  return admitToChatbot(handle, { ...bearer, session: null }, requestId);
}

/**
 * One context for each tenant the bearer is known to: as a member of the workspace that `handle` belongs to, or of all of
 * theirs where none is named, and as a visitor. Empty for strangers.
 */
export async function admitKnown(
  bearer: Bearer,
  handle: string | null,
  requestId: string,
): Promise<Context[]> {
  const [person, visitors] = await Promise.all([
    findPerson(bearer.session),
    Promise.all(bearer.visitors.slice(0, 20).map(readVisitorToken)),
  ]);
  return [
    ...(person ? await memberContexts(person, handle, requestId) : []),
    ...(person ? await personContexts(person, bearer.links, handle, requestId) : []),
    ...visitors.flatMap((visitor) => (visitor ? [visitorContext(visitor, bearer.links, requestId)] : [])),
  ];
}

async function personContexts(
  person: PersonAdmission,
  links: readonly string[],
  handle: string | null,
  requestId: string,
): Promise<Context[]> {
  const address = handle ? await chatbotAddresses().get(handle) : null;
  const joined = address ? [address.tenantId] : await listJoined(person.operator, person.userId);
  const known = await Promise.all(joined.map((tenantId) => isEndUser(tenantId, person.userId)));
  return joined
    .filter((_, index) => known[index])
    .map((tenantId) => personContext(tenantId, person, links, requestId));
}

/** Whoever has joined and is no member: those come in as members, or not at all. */
async function isEndUser(tenantId: Id<"ten">, userId: Id<"usr">): Promise<boolean> {
  const key = `${tenantId}/${userId}`;
  const hasJoined = await knownPeople().get(key);
  // They join at any moment, in whatever process.
  if (!hasJoined) knownPeople().forget(key);
  return hasJoined && (await memberRoles().get(key)) === null;
}

async function memberContexts(
  person: PersonAdmission,
  handle: string | null,
  requestId: string,
): Promise<Context[]> {
  const address = handle ? await chatbotAddresses().get(handle) : null;
  if (!address) {
    const all = await listMemberships(person.operator, person.userId);
    return all
      .filter((member) => mayComeIn(member, person))
      .map(({ tenantId, role }) => memberContext(tenantId, person, role, requestId));
  }
  const member = await memberRoles().get(`${address.tenantId}/${person.userId}`);
  return member && mayComeIn(member, person)
    ? [memberContext(address.tenantId, person, member.role, requestId)]
    : [];
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
    briefly<LiveSession>("session", SESSION_TTL_MS, (id) => findLiveSession(sealOperator(), id as Id<"ses">)),
  );
}

function memberRoles() {
  return singleton("admission.roles", () =>
    briefly<Membership | null>("role", SESSION_TTL_MS, (key) => {
      const [tenantId, userId] = key.split("/") as [Id<"ten">, Id<"usr">];
      return findMembership(sealContext({ tenantId, actor: { kind: "public" } }), userId);
    }),
  );
}

/** Who has joined a workspace as an end user. */
function knownPeople() {
  return singleton("admission.people", () =>
    briefly<boolean>("person", SESSION_TTL_MS, (key) => {
      const [tenantId, userId] = key.split("/") as [Id<"ten">, Id<"usr">];
      return isPersonOf(sealContext({ tenantId, actor: { kind: "public" } }), userId);
    }),
  );
}

/** In this process at once, elsewhere within three seconds. */
export function forgetPerson(tenantId: Id<"ten">, userId: Id<"usr">): void {
  knownPeople().forget(`${tenantId}/${userId}`);
}

function liveKeys() {
  return singleton("admission.liveKeys", () =>
    briefly<boolean>("live-key", KEY_TTL_MS, async (key) => {
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
  /** Runs the instance. */
  isOperator: boolean;
  /** Has one in use, and has shown it in this session. */
  hasSecondFactor: boolean;
};

/** Someone who has shown their password, and not yet the second factor that they have: let in nowhere but to show it. */
export type HalfAdmission = Pick<PersonAdmission, "operator" | "userId" | "sessionId">;

const isHalf = (session: NonNullable<LiveSession>) => session.hasSecondFactor && !session.secondFactorAt;

async function findSession(token: string | null): Promise<LiveSession> {
  const sessionId = token ? await readSessionToken(token) : null;
  const session = sessionId ? await liveSessions().get(sessionId) : null;
  // It becomes whole at any moment, in whatever process.
  if (session && isHalf(session)) liveSessions().forget(session.id);
  return session;
}

/** Whoever the session cookie names and is half signed in; null for everyone else. */
export async function findHalfPerson(token: string | null): Promise<HalfAdmission | null> {
  const session = await findSession(token);
  if (!session || !isHalf(session)) return null;
  return { operator: sealOperator(), userId: session.userId, sessionId: session.id };
}

/** @throws ParleyError unauthorized, also for whoever is signed in already */
export async function admitHalfPerson(token: string | null): Promise<HalfAdmission> {
  const half = await findHalfPerson(token);
  if (!half) throw new ParleyError("unauthorized", "Sign in first.");
  return half;
}

/** Whoever the session cookie names; null for nobody, a session that has ended, or one that lacks its second factor. */
export async function findPerson(token: string | null): Promise<PersonAdmission | null> {
  const session = await findSession(token);
  if (!session || isHalf(session)) return null;
  const operator = sealOperator();
  if (Date.now() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) {
    session.lastSeenAt = new Date();
    await touchSession(operator, session.id);
  }
  const { id, userId, email, name, isOperator, hasSecondFactor } = session;
  return { operator, userId, sessionId: id, email, name, isOperator, hasSecondFactor };
}

/** @throws ParleyError unauthorized */
export async function admitPerson(token: string | null): Promise<PersonAdmission> {
  const person = await findPerson(token);
  if (!person) throw new ParleyError("unauthorized", "Sign in first.");
  return person;
}

const MOST_WORKSPACES = 10_000;

/**
 * One context for each workspace that knows somebody: as a member, also where they are let in no more until they have a second
 * factor, as an end user, or by what they said there before they left. For whoever deletes their account, and nothing else.
 */
export async function contextsOf(person: PersonAdmission, requestId: string): Promise<Context[]> {
  const { operator, userId } = person;
  const [memberships, joined, spokenIn] = await Promise.all([
    listMemberships(operator, userId, MOST_WORKSPACES),
    listJoined(operator, userId, MOST_WORKSPACES),
    listSpokenIn(operator, (tenantId) => hashUserId(tenantId, userId)),
  ]);
  const asMember = new Set(memberships.map(({ tenantId }) => tenantId));
  const others = new Set([...joined, ...spokenIn].filter((tenantId) => !asMember.has(tenantId)));
  return [
    ...memberships.map(({ tenantId, role }) => memberContext(tenantId, person, role, requestId)),
    ...[...others].map((tenantId) => personContext(tenantId, person, [], requestId)),
  ];
}

/**
 * Admits whoever runs the instance.
 * @throws ParleyError unauthorized without a session; not_found for everyone else, as if there were nothing
 */
export async function admitOperator(token: string | null): Promise<PersonAdmission> {
  const person = await admitPerson(token);
  if (!person.isOperator) throw notFound("instance");
  return person;
}

export type MemberAdmission = { ctx: Context; person: PersonAdmission; role: Role };

const NEEDS_SECOND_FACTOR =
  "This workspace asks its members for a second factor. Set one up in your account first.";

/** Whether a member was turned away only because their workspace asks for a second factor. */
export function lacksSecondFactor(error: unknown): boolean {
  return error instanceof ParleyError && error.message === NEEDS_SECOND_FACTOR;
}

const mayComeIn = (member: Membership, { hasSecondFactor }: Pick<PersonAdmission, "hasSecondFactor">) =>
  hasSecondFactor || !member.needsSecondFactor;

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
  const member = address && (await memberRoles().get(`${address.tenantId}/${person.userId}`));
  if (!member) throw notFound("workspace");
  if (!mayComeIn(member, person)) throw new ParleyError("forbidden", NEEDS_SECOND_FACTOR);
  const { role } = member;
  if (!allows(role, permission))
    throw new ParleyError(
      "forbidden",
      `Your role here, ${role}, does not allow this. Ask an owner or admin.`,
    );
  return { ctx: memberContext(address.tenantId, person, role, requestId), person, role };
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
  // A guest is no member yet: the least role, and only to accept.
  return { ctx: memberContext(tenantId, person, "viewer", requestId), invitationId: targetId };
}

/**
 * Whether whoever a context was made for would be let in again, to the chatbot where one is named; asked now and then while
 * a stream is open: a session, key or membership that has ended gets no further byte, nor a visitor of what was closed.
 */
export async function isStillAdmitted(ctx: Context, chatbotId?: Id<"bot">): Promise<boolean> {
  const { actor, tenantId } = ctx;
  if (chatbotId && !(await isOpenTo(ctx, chatbotId))) return false;
  switch (actor.kind) {
    case "user": {
      const [session, member] = await Promise.all([
        liveSessions().get(actor.sessionId),
        memberRoles().get(`${tenantId}/${actor.id}`),
      ]);
      return (
        session !== null && !isHalf(session) && member?.role === actor.role && mayComeIn(member, session)
      );
    }
    case "person": {
      const [session, isKnown] = await Promise.all([
        liveSessions().get(actor.sessionId),
        isEndUser(tenantId, actor.id),
      ]);
      return session !== null && !isHalf(session) && isKnown;
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
