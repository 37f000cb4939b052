import { findMemberRole } from "#lib/access/find-member-role.ts";
import { mayAssign } from "#lib/access/permissions.ts";
import type { Role } from "#lib/access/role.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { link, sendInBackground } from "#lib/auth/account/send-in-background.ts";
import { PROOF_SEPARATOR } from "#lib/auth/admission/admit-invitation.ts";
import { reserveHandle } from "#lib/auth/admission/reserve-handle.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { MailPermit } from "#lib/core/email/mail-permit.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { createRandomToken } from "#lib/core/random-token.ts";
import { limitMail } from "#lib/limits/limit-mail.ts";
import { isUnsubscribed } from "#lib/mail/is-unsubscribed.ts";
import { requireQuota } from "#lib/quotas/take-quota.ts";
import { getWorkspace } from "./get-workspace.ts";
import { INVITATION_DAYS, invitationEmail } from "./invitation-email.ts";
import { invitationProof } from "./invitation-proof.ts";
import {
  insertInvitation,
  isUsed,
  listMembers,
  listOpenInvitations,
  lockMembers,
} from "./queries/members.ts";

const MAX_OPEN = 200;

/**
 * Invites a member: by email to one address, or with a link for the first person who opens it.
 * @returns the link, which is shown only once
 * @throws ParleyError forbidden above the sender's own role, conflict if the address already has an open
 * invitation or its owner wants none, limited with too many open invitations or emails, quota_exceeded
 */
export async function inviteMember(
  ctx: Context,
  operator: OperatorContext,
  { email, role }: { email: string | null; role: Role },
): Promise<{ id: string; link: string }> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new ParleyError("forbidden", "Only a signed-in member can invite people.");
  const { token, hash } = createRandomToken();
  const id = newId("inv");
  const expiresAt = new Date(ctx.now().getTime() + INVITATION_DAYS * 86_400_000);
  await requireQuota(ctx, { members: 1 });
  const permit = email === null ? null : await permitInvitation(ctx, operator, email, actor.id);
  await transaction(ctx, async (tx) => {
    await lockMembers(tx);
    const own = await findMemberRole(tx, actor.id);
    if (!own || !mayAssign(own, role))
      throw new ParleyError("forbidden", "Only an owner can invite an owner.");
    const open = await listOpenInvitations(tx);
    if (email && open.some((one) => one.email === email)) throw alreadyInvited();
    if (open.length >= MAX_OPEN)
      throw new ParleyError("limited", `There are ${MAX_OPEN} pending invitations. Revoke some first.`);
    await insertInvitation(tx, { id, email, role, hash, invitedBy: actor.id, expiresAt });
    await reserveHandle(tx, { kind: "invitation", value: hash, targetId: id });
    await recordAudit(tx, {
      action: "invitation.made",
      target: id,
      details: { role, byLink: email === null },
    });
  });
  const address = link(`/invitation#${token}`);
  if (email && permit) {
    const [{ name }, team] = await Promise.all([getWorkspace(ctx), listMembers(ctx)]);
    const inviter = team.find(({ id: member }) => member === actor.id)?.name ?? "";
    const proven = `${address}${PROOF_SEPARATOR}${invitationProof({ id, email })}`;
    sendInBackground(permit, invitationEmail(email, { inviter, workspace: name, role, link: proven }));
  }
  return { id, link: address };
}

/** New workspaces may send few invitations, so that creating workspaces is no way to send spam. */
async function permitInvitation(
  ctx: Context,
  operator: OperatorContext,
  email: string,
  senderId: Id<"usr">,
): Promise<MailPermit> {
  if ((await listOpenInvitations(ctx)).some((one) => one.email === email)) throw alreadyInvited();
  if (await isUnsubscribed(operator, { kind: "invitation", email }))
    throw new ParleyError(
      "conflict",
      "This person has unsubscribed from invitation emails. Share an invite link instead.",
    );
  const kind = (await isUsed(ctx)) ? "invitation" : "newInvitation";
  return limitMail(operator, { kind, to: email, senderId, tenantId: ctx.tenantId });
}

const alreadyInvited = () =>
  new ParleyError(
    "conflict",
    "This address already has a pending invitation. Revoke it first to send another.",
  );
