import type { Context } from "#lib/context/context.ts";
import { isId } from "#lib/core/ids.ts";
import { listAuditEntryRows, listMemberNames } from "./queries.ts";

export type AuditView = {
  id: string;
  at: string;
  /** A member's name where it is one still; else what kind of actor it was. */
  who: string;
  action: string;
  target: string;
  details: Record<string, unknown>;
};

/** Who changed what, newest first, a page at a time. */
export async function listAuditEntries(
  ctx: Context,
  before: string | null,
  limit = 50,
): Promise<AuditView[]> {
  const cursor = before && isId("aud", before) ? before : null;
  const [entries, members] = await Promise.all([
    listAuditEntryRows(ctx, { limit, before: cursor }),
    listMemberNames(ctx),
  ]);
  const names = new Map<string, string>(members.map(({ id, name }) => [id, name]));
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at.toISOString(),
    who:
      names.get(entry.actorId) ??
      { user: "A former member", apiKey: "An API key" }[entry.actorKind] ??
      "Parley",
    action: entry.action,
    target: names.get(entry.target) ?? entry.target,
    details: entry.details,
  }));
}
