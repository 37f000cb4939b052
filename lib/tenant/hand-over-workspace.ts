import { findMemberRole } from "#lib/access/find-member-role.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { invalidateRole } from "#lib/auth/admission/admission-cache.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { isId } from "#lib/core/ids.ts";
import { notifyMembers } from "./notify-members.ts";
import { deleteHandover, findHandover, type Handover, putHandover } from "./queries/closing.ts";
import { lockMembers, updateMemberRole } from "./queries/members.ts";
import { requireOwner } from "./require-owner.ts";

const OFFER_DAYS = 7;

/**
 * Offers the workspace to a member, who becomes its owner by accepting. A new offer replaces the last one.
 * @throws ParleyError forbidden, not_found for a non-member, conflict for an owner
 */
export async function offerWorkspace(ctx: Context, operator: OperatorContext, userId: string): Promise<void> {
  if (!isId("usr", userId)) throw notFound("member");
  const expiresAt = new Date(ctx.now().getTime() + OFFER_DAYS * 86_400_000);
  await transaction(ctx, async (tx) => {
    const fromUserId = await requireOwner(tx);
    const role = await findMemberRole(tx, userId);
    if (!role) throw notFound("member");
    if (role === "owner") throw new ParleyError("conflict", "This member is already an owner.");
    await putHandover(tx, { fromUserId, toUserId: userId, expiresAt });
    await recordAudit(tx, { action: "workspace.offered", target: userId });
  });
  await notifyMembers(
    ctx,
    operator,
    ({ workspace, actor, settingsUrl }) => ({
      subject: `${actor} wants to make you the owner of “${workspace}”`,
      text: `${actor} wants to hand over the workspace “${workspace}” on Parley to you. If you accept, you'll become its owner.\n\nAccept or decline within ${OFFER_DAYS} days:\n${settingsUrl}\n`,
    }),
    ({ id }) => id === userId,
  );
}

/**
 * Accepts the offer: the acting member becomes an owner, and the previous owner becomes an admin, who may
 * leave.
 * @throws ParleyError not_found without an offer to them, or if its sender is no longer an owner
 */
export async function acceptWorkspace(ctx: Context): Promise<void> {
  const { fromUserId, toUserId } = await transaction(ctx, async (tx) => {
    await lockMembers(tx);
    const offer = await requireOffer(tx);
    if ((await findMemberRole(tx, offer.fromUserId)) !== "owner") throw noOffer();
    await updateMemberRole(tx, offer.toUserId, "owner");
    await updateMemberRole(tx, offer.fromUserId, "admin");
    await deleteHandover(tx);
    await recordAudit(tx, { action: "workspace.handed-over", target: offer.fromUserId });
    return offer;
  });
  for (const userId of [fromUserId, toUserId]) invalidateRole(ctx.tenantId, userId);
}

/** Declines the offer, or withdraws it as an owner. @throws ParleyError not_found */
export async function endOffer(ctx: Context): Promise<void> {
  const { actor } = ctx;
  await transaction(ctx, async (tx) => {
    const isOwner = actor.kind === "user" && (await findMemberRole(tx, actor.id)) === "owner";
    if (!isOwner) await requireOffer(tx);
    if (!(await deleteHandover(tx))) throw noOffer();
  });
}

/** The offer to the acting member. */
async function requireOffer(tx: Context): Promise<Handover> {
  const { actor } = tx;
  const offer = await findHandover(tx);
  const isTheirs = actor.kind === "user" && offer?.toUserId === actor.id;
  if (!offer || !isTheirs || !(await findMemberRole(tx, offer.toUserId))) throw noOffer();
  return offer;
}

const noOffer = () => new ParleyError("not_found", "This offer is no longer valid.");
