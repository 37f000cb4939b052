import type { Role } from "#lib/access/role.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import type { Id } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import type { RoomTicket } from "../session/room-token.ts";
import type { Visitor } from "../session/visitor-token.ts";
import type { PersonAdmission } from "./admit-person.ts";

export function visitorContext(
  visitor: Pick<Visitor, "tenantId" | "visitorId">,
  links: readonly string[],
  requestId: string,
): Context {
  const { tenantId, visitorId: id } = visitor;
  const userIdHash = hashUserId(tenantId, id);
  return sealContext({ tenantId, requestId, actor: { kind: "visitor", id, userIdHash, links } });
}

export function participantContext(
  { tenantId, roomId, participantId: id }: RoomTicket,
  requestId: string,
): Context {
  return sealContext({ tenantId, requestId, actor: { kind: "participant", id, roomId } });
}

/** A room, on whose behalf its chatbot answers. */
export function roomContext(tenantId: Id<"ten">, roomId: Id<"rom">, requestId: string): Context {
  const userIdHash = hashUserId(tenantId, roomId);
  return sealContext({ tenantId, requestId, actor: { kind: "room", id: roomId, userIdHash } });
}

export function publicContext(tenantId: Id<"ten">, requestId: string): Context {
  return sealContext({ tenantId, requestId, actor: { kind: "public" } });
}

export function personContext(
  tenantId: Id<"ten">,
  { userId: id, sessionId }: Pick<PersonAdmission, "userId" | "sessionId">,
  links: readonly string[],
  requestId: string,
): Context {
  const userIdHash = hashUserId(tenantId, id);
  return sealContext({ tenantId, requestId, actor: { kind: "person", id, sessionId, userIdHash, links } });
}

export function memberContext(
  tenantId: Id<"ten">,
  { userId: id, sessionId }: Pick<PersonAdmission, "userId" | "sessionId">,
  role: Role,
  requestId: string,
): Context {
  const userIdHash = hashUserId(tenantId, id);
  return sealContext({ tenantId, requestId, actor: { kind: "user", id, sessionId, role, userIdHash } });
}

export function keyContext(
  key: { tenantId: Id<"ten">; id: Id<"key">; scopes: readonly string[]; chatbotId: Id<"bot"> | null },
  requestId: string,
): Context {
  const { tenantId, id, scopes, chatbotId } = key;
  const userIdHash = hashUserId(tenantId, id);
  return sealContext({ tenantId, requestId, actor: { kind: "apiKey", id, scopes, chatbotId, userIdHash } });
}
