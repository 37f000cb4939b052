import { createHash, timingSafeEqual } from "node:crypto";
import type { Membership } from "#lib/access/find-membership.ts";
import { allows, type Permission } from "#lib/access/permissions.ts";
import type { Role } from "#lib/access/role.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, isId, newId } from "#lib/core/ids.ts";
import { hashRandomToken } from "#lib/core/random-token.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { hashApiKey, isApiKey } from "../api-key/api-key.ts";
import { findAddress, listJoined, listMemberships, listSpokenIn } from "../queries/addresses.ts";
import type { ApiScope } from "../schema.ts";
import { readVisitorToken, signVisitorToken, type Visitor } from "../session/visitor-token.ts";
import {
  addressOf,
  chatbotAccessOf,
  hasJoined,
  isKeyLive,
  keyHolderOf,
  membershipOf,
  sessionOf,
} from "./admission-cache.ts";
import { admitPerson, findPerson, isPendingSecondFactor, type PersonAdmission } from "./admit-person.ts";

export type VisitorAdmission = {
  ctx: Context;
  chatbotId: Id<"bot">;
  /** A token to send to the browser if the visitor is new or the old token is aging. */
  freshToken: string | null;
};

/** The credentials a browser sends to a chatbot. */
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

/**
 * Whether a chatbot is open to the caller in a context: always to members, keys and jobs of its workspace, to
 * anyone else if it is public or they came by its link.
 */
export async function isOpenTo({ tenantId, actor }: Context, chatbotId: Id<"bot">): Promise<boolean> {
  const door = await chatbotAccessOf(tenantId, chatbotId);
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

/** Resolves a chatbot's public handle. @throws ParleyError not_found */
export async function chatbotAddress(handle: string): Promise<{ tenantId: Id<"ten">; chatbotId: Id<"bot"> }> {
  const address = await addressOf(handle);
  if (!address || !isId("bot", address.targetId)) throw notFound("chatbot");
  return { tenantId: address.tenantId, chatbotId: address.targetId };
}

/**
 * Resolves a handle for a key of its workspace.
 * @throws ParleyError not_found, also for a chatbot of another tenant
 */
export async function chatbotOfKey({ tenantId }: Context, handle: string): Promise<Id<"bot">> {
  const address = await chatbotAddress(handle);
  if (address.tenantId !== tenantId) throw notFound("chatbot");
  return address.chatbotId;
}

/**
 * Admits a caller to a chatbot: a member or end user of its workspace as themselves, anyone else as the
 * visitor of their token or a new visitor.
 * @throws ParleyError not_found if it is not open to them, with the same message as for an unknown handle
 */
export async function admitToChatbot(
  handle: string,
  bearer: Bearer,
  requestId: string,
): Promise<VisitorAdmission> {
  const { tenantId, chatbotId } = await chatbotAddress(handle);
  const person = await findPerson(bearer.session);
  const member = person && (await membershipOf(tenantId, person.userId));
  if (member && meetsSecondFactorPolicy(member, person)) {
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

/**
 * Admits a caller to a chatbot as the visitor of their token, even if they are signed in.
 * @throws ParleyError not_found
 */
export function admitGuest(handle: string, bearer: Bearer, requestId: string): Promise<VisitorAdmission> {
  return admitToChatbot(handle, { ...bearer, session: null }, requestId);
}

/**
 * Returns one context for each tenant that knows the bearer: as a member of the workspace that `handle`
 * belongs to (without a handle, of all their workspaces), and as a visitor. Empty for strangers.
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
  const address = handle ? await addressOf(handle) : null;
  const joined = address ? [address.tenantId] : await listJoined(person.operator, person.userId);
  const known = await Promise.all(joined.map((tenantId) => isEndUser(tenantId, person.userId)));
  return joined
    .filter((_, index) => known[index])
    .map((tenantId) => personContext(tenantId, person, links, requestId));
}

/** Members are not end users: they are admitted as members or not at all. */
async function isEndUser(tenantId: Id<"ten">, userId: Id<"usr">): Promise<boolean> {
  return (await hasJoined(tenantId, userId)) && (await membershipOf(tenantId, userId)) === null;
}

async function memberContexts(
  person: PersonAdmission,
  handle: string | null,
  requestId: string,
): Promise<Context[]> {
  const address = handle ? await addressOf(handle) : null;
  if (!address) {
    const all = await listMemberships(person.operator, person.userId);
    return all
      .filter((member) => meetsSecondFactorPolicy(member, person))
      .map(({ tenantId, role }) => memberContext(tenantId, person, role, requestId));
  }
  const member = await membershipOf(address.tenantId, person.userId);
  return member && meetsSecondFactorPolicy(member, person)
    ? [memberContext(address.tenantId, person, member.role, requestId)]
    : [];
}

/**
 * Admits the bearer of an API key.
 * @throws ParleyError unauthorized for an unknown or revoked key, forbidden for one without the scope
 */
export async function admitKey(authorization: string, scope: ApiScope, requestId: string): Promise<Context> {
  const key = /^Bearer (\S+)$/i.exec(authorization.slice(0, 200))?.[1];
  const holder = key && isApiKey(key) ? await keyHolderOf(hashApiKey(key)) : null;
  if (!holder)
    throw new ParleyError("unauthorized", "This API key is not valid. Check that you copied all of it.");
  if (!holder.scopes.includes(scope))
    throw new ParleyError("forbidden", `This API key does not have the ${scope} scope.`);
  const { tenantId, id, scopes } = holder;
  return sealContext({
    tenantId,
    requestId,
    actor: { kind: "apiKey", id, scopes, userIdHash: hashUserId(tenantId, id) },
  });
}

const MAX_WORKSPACES = 10_000;

/**
 * Returns a context for each workspace that holds data of a person: as a member (even without the required
 * second factor), an end user or a former user. Use it only to delete their account.
 */
export async function contextsOf(person: PersonAdmission, requestId: string): Promise<Context[]> {
  const { operator, userId } = person;
  const [memberships, joined, spokenIn] = await Promise.all([
    listMemberships(operator, userId, MAX_WORKSPACES),
    listJoined(operator, userId, MAX_WORKSPACES),
    listSpokenIn(operator, (tenantId) => hashUserId(tenantId, userId)),
  ]);
  const asMember = new Set(memberships.map(({ tenantId }) => tenantId));
  const others = new Set([...joined, ...spokenIn].filter((tenantId) => !asMember.has(tenantId)));
  return [
    ...memberships.map(({ tenantId, role }) => memberContext(tenantId, person, role, requestId)),
    ...[...others].map((tenantId) => personContext(tenantId, person, [], requestId)),
  ];
}

export type MemberAdmission = { ctx: Context; person: PersonAdmission; role: Role };

const NEEDS_SECOND_FACTOR =
  "This workspace requires two-factor authentication. Set it up in your account first.";

const needsSecondFactor = () => new ParleyError("second_factor_required", NEEDS_SECOND_FACTOR);

/** Whether a member was refused only because their workspace requires a second factor. */
export function isSecondFactorRequired(error: unknown): boolean {
  return error instanceof ParleyError && error.code === "second_factor_required";
}

const meetsSecondFactorPolicy = (
  member: Membership,
  { hasSecondFactor }: Pick<PersonAdmission, "hasSecondFactor">,
) => hasSecondFactor || !member.needsSecondFactor;

/**
 * Admits a member to a workspace.
 * @throws ParleyError unauthorized without a session, not_found if the workspace does not exist or they are
 * not a member, forbidden if their role does not allow it
 */
export async function admitMember(
  token: string | null,
  slug: string,
  permission: Permission,
  requestId: string,
): Promise<MemberAdmission> {
  const person = await admitPerson(token);
  const address = await findAddress("tenant", slug);
  const member = address && (await membershipOf(address.tenantId, person.userId));
  if (!member) throw notFound("workspace");
  if (!meetsSecondFactorPolicy(member, person)) throw needsSecondFactor();
  const { role } = member;
  if (!allows(role, permission))
    throw new ParleyError("forbidden", `Your role (${role}) does not allow this. Ask an owner or admin.`);
  return { ctx: memberContext(address.tenantId, person, role, requestId), person, role };
}

/** Admits the holder of an invitation's token to its workspace. @throws ParleyError not_found */
export async function admitInvitation(
  person: PersonAdmission,
  token: string,
  requestId: string,
): Promise<{ ctx: Context; invitationId: Id<"inv"> }> {
  const hash = hashRandomToken(token);
  const address = hash ? await findAddress("invitation", hash) : null;
  if (!address || !isId("inv", address.targetId))
    throw new ParleyError("not_found", "This invitation is no longer valid. Ask for a new one.");
  const { tenantId, targetId } = address;
  // The holder is not a member yet, so they get the least role.
  return { ctx: memberContext(tenantId, person, "viewer", requestId), invitationId: targetId };
}

/**
 * Whether the caller in a context would be admitted again, to the chatbot if one is given. Open streams check
 * this regularly: they stop when a session, key or membership ends or the chatbot is closed to the visitor.
 */
export async function isStillAdmitted(ctx: Context, chatbotId?: Id<"bot">): Promise<boolean> {
  const { actor, tenantId } = ctx;
  if (chatbotId && !(await isOpenTo(ctx, chatbotId))) return false;
  switch (actor.kind) {
    case "user": {
      const [session, member] = await Promise.all([
        sessionOf(actor.sessionId),
        membershipOf(tenantId, actor.id),
      ]);
      return (
        session !== null &&
        !isPendingSecondFactor(session) &&
        member?.role === actor.role &&
        meetsSecondFactorPolicy(member, session)
      );
    }
    case "person": {
      const [session, isKnown] = await Promise.all([
        sessionOf(actor.sessionId),
        isEndUser(tenantId, actor.id),
      ]);
      return session !== null && !isPendingSecondFactor(session) && isKnown;
    }
    case "apiKey":
      return isKeyLive(tenantId, actor.id);
    case "visitor":
    case "job":
    case "public":
      return true;
  }
}

/** Admits a queued job. Its enqueuer was admitted, and its payload holds only ids. */
export function admitJob(tenantId: Id<"ten">, jobId: string): Context {
  return sealContext({ tenantId, requestId: jobId, actor: { kind: "job", id: jobId } });
}

/** Returns the chatbot on the instance's home page, if any. */
export async function demoChatbotHandle(): Promise<string | null> {
  return (await findAddress("showcase", "home"))?.targetId ?? null;
}
