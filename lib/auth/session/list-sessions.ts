import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listLiveSessions } from "../queries/sessions.ts";
import type { SessionView } from "../schema.ts";

/** Lists a person's sessions, most recently used first. */
export async function listSessions(
  operator: OperatorContext,
  { userId, sessionId }: { userId: Id<"usr">; sessionId: Id<"ses"> },
): Promise<SessionView[]> {
  const rows = await listLiveSessions(operator, userId);
  return rows.map((row) => ({
    id: row.id,
    device: row.device,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isCurrent: row.id === sessionId,
  }));
}
