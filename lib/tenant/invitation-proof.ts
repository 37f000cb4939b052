import { timingSafeEqual } from "node:crypto";
import type { Id } from "#lib/core/ids.ts";
import { keyedHash } from "#lib/core/secrets.ts";

type Addressed = { id: Id<"inv">; email: string };

/** In the email of an invitation only, not in the link that its sender is shown: it proves the address. */
export function invitationProof({ id, email }: Addressed): string {
  return keyedHash(`invitation:${id}:${email}`);
}

export function isInvitationProof(proof: string, invitation: Addressed): boolean {
  const [given, expected] = [Buffer.from(proof), Buffer.from(invitationProof(invitation))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
