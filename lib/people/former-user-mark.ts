import { keyedHash } from "#lib/core/secrets.ts";

/**
 * Pseudonym of a former user, derived from their email address, so that they are recognized when they return.
 */
export function formerUserMark(tenantId: string, email: string): string {
  return keyedHash(`left:${tenantId}:${email.toLowerCase()}`);
}
