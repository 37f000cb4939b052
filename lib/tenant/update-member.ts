import { findMemberRole } from "#lib/access/find-member-role.ts";
import { mayAssign } from "#lib/access/permissions.ts";
import type { Role } from "#lib/access/role.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { invalidateRole } from "#lib/auth/admission/admission-cache.ts";
import { revokeApiKeysOf } from "#lib/auth/api-key/revoke-api-keys-of.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { isLastOwner } from "./is-last-owner.ts";
import { deleteMember, lockMembers, updateMemberRole } from "./queries/members.ts";

/**
 * Changes a member's role or, if the role is null, removes the member and revokes the API keys they are
 * responsible for. Anyone may leave except the last owner.
 * @throws ParleyError not_found for a non-member, forbidden above the actor's own role, conflict for the last
 * owner
 */
export async function updateMember(ctx: Context, userId: string, role: Role | null): Promise<void> {
  if (!isId("usr", userId)) throw notFound("member");
  const forgetKeys = await transaction(ctx, async (tx) => {
    await lockMembers(tx);
    const before = await findMemberRole(tx, userId);
    if (!before) throw notFound("member");
    await requireRight(tx, userId, before, role);
    if (role !== "owner" && (await isLastOwner(tx, userId)))
      throw new ParleyError(
        "conflict",
        "A workspace needs an owner. Hand it over or make someone else an owner first.",
      );
    if (role === before) return null;
    if (role) await updateMemberRole(tx, userId, role);
    else await deleteMember(tx, userId);
    const forget = role ? null : await revokeApiKeysOf(tx, userId);
    await recordAudit(tx, {
      action: role ? "member.role-changed" : "member.removed",
      target: userId,
      details: role ? { from: before, to: role } : { role: before },
    });
    return forget;
  });
  forgetKeys?.();
  invalidateRole(ctx.tenantId, userId);
}

/** Reads the actor's role again inside the transaction, because it may have changed since admission. */
async function requireRight(tx: Context, userId: Id<"usr">, before: Role, role: Role | null): Promise<void> {
  const { actor } = tx;
  const own = actor.kind === "user" ? await findMemberRole(tx, actor.id) : null;
  const leaves = role === null && actor.kind === "user" && actor.id === userId;
  if (leaves) return;
  if (!own || !mayAssign(own, before) || (role && !mayAssign(own, role)))
    throw new ParleyError("forbidden", "Only an owner can add or remove owners.");
}
