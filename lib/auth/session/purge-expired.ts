import type { OperatorContext } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import { deleteFormerAddresses } from "../queries/former-addresses.ts";
import { deleteEndedSessions } from "../queries/sessions.ts";
import { deleteOldTokens } from "../queries/users.ts";

/** For this long it can still be determined who was signed in when. */
const KEEP_MS = 90 * 86_400_000;

/** Purges sessions and email links that ended three months ago, and addresses that are no longer reserved. */
export async function purgeExpired(operator: OperatorContext): Promise<void> {
  const before = new Date(operator.now().getTime() - KEEP_MS);
  const sessions = await deleteEndedSessions(operator, before);
  const links = await deleteOldTokens(operator, before);
  const addresses = await deleteFormerAddresses(operator);
  if (sessions + links + addresses > 0)
    log().info({ sessions, links, addresses }, "ended sessions, links and former addresses purged");
}
