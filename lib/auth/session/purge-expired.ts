import type { OperatorContext } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import { deleteEndedSessions } from "../queries/sessions.ts";
import { deleteOldTokens } from "../queries/users.ts";

/** For this long it can still be determined who was signed in when. */
const KEEP_MS = 90 * 86_400_000;

/** Purges sessions and email links that ended three months ago. */
export async function purgeExpired(operator: OperatorContext): Promise<void> {
  const before = new Date(operator.now().getTime() - KEEP_MS);
  const sessions = await deleteEndedSessions(operator, before);
  const links = await deleteOldTokens(operator, before);
  if (sessions + links > 0) log().info({ sessions, links }, "ended sessions and links purged");
}
