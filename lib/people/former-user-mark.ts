import { keyedHash } from "#lib/core/secrets.ts";

/** What stands for someone who has left a workspace, made from their address, for when they come back. */
export function formerUserMark(tenantId: string, email: string): string {
  return keyedHash(`left:${tenantId}:${email.toLowerCase()}`);
}
