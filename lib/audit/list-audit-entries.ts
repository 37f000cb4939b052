import type { Context } from "#lib/context/context.ts";
import { isId } from "#lib/core/ids.ts";
import type { AuditAction } from "./audit-action.ts";
import { findCurrentNames, findRecordedNames, listAuditEntryRows, listMemberNames } from "./queries.ts";

export type AuditView = {
  id: string;
  at: string;
  /** The name of a current member, otherwise the kind of actor. */
  who: string;
  action: AuditAction;
  /** The name of a current member, otherwise as recorded. */
  target: string;
  targetId: string;
  /** The target's name now, or the last one recorded; null where there is none. */
  name: string | null;
  /** Whether the target still exists. */
  isCurrent: boolean;
  /** Whether the actor is the target. */
  isSelf: boolean;
  details: Record<string, unknown>;
};

/** Returns who changed what, newest first, one page at a time. */
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
  const memberNames = new Map<string, string>(members.map(({ id, name }) => [id, name]));
  const targets = [...new Set(entries.map(({ target }) => target))];
  const others = targets.filter((target) => !memberNames.has(target));
  const current = new Map([...(await findCurrentNames(ctx, others)), ...memberNames]);
  const recorded = await findRecordedNames(
    ctx,
    targets.filter((target) => !current.has(target)),
  );
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at.toISOString(),
    who:
      memberNames.get(entry.actorId) ??
      { user: "A former team member", apiKey: "An API key" }[entry.actorKind] ??
      "Parley",
    action: entry.action as AuditAction,
    target: memberNames.get(entry.target) ?? entry.target,
    targetId: entry.target,
    name: current.get(entry.target) ?? recorded.get(entry.target) ?? null,
    isCurrent: current.has(entry.target),
    isSelf: entry.actorId === entry.target,
    details: entry.details,
  }));
}
