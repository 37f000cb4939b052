import { findMemberRole } from "#lib/access/find-member-role.ts";
import { allows } from "#lib/access/permissions.ts";
import type { Role } from "#lib/access/role.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { takeQuota } from "#lib/quotas/take-quota.ts";
import { getWorkspace } from "./get-workspace.ts";
import { isInvitationProof } from "./invitation-proof.ts";
import {
  closeInvitation,
  findOpenInvitation,
  type Invitation,
  insertMember,
  listMembers,
} from "./queries/members.ts";

/** What the holder of a link may know, signed in or not. `inviter`: their name. */
type InvitationSummary = { workspace: string; inviter: string; role: Role };
export type InvitationView = InvitationSummary & { slug: string; isForYou: boolean };
/** `email`: the address that the link confirms; null for a link that confirms none. */
export type InvitationPreview = InvitationSummary & { email: string | null };
type Guest = { userId: Id<"usr">; email: string };

/** Describes an invitation. A person it is not addressed to learns nothing more than this. */
export async function describeInvitation(ctx: Context, id: Id<"inv">, guest: Guest): Promise<InvitationView> {
  const invitation = await findGoodInvitation(ctx, id);
  const { slug } = await getWorkspace(ctx);
  const isForYou = !invitation.email || invitation.email === guest.email;
  return { ...(await summarize(ctx, invitation)), slug, isForYou };
}

/** Describes an invitation to someone who is not signed in. @param proof from the link, possibly empty */
export async function previewInvitation(
  ctx: Context,
  id: Id<"inv">,
  proof: string,
): Promise<InvitationPreview> {
  const invitation = await findGoodInvitation(ctx, id);
  const { email } = invitation;
  const isProven = email !== null && isInvitationProof(proof, { id, email });
  return { ...(await summarize(ctx, invitation)), email: isProven ? email : null };
}

async function summarize(ctx: Context, { invitedBy, role }: Invitation): Promise<InvitationSummary> {
  const [{ name }, team] = await Promise.all([getWorkspace(ctx), listMembers(ctx)]);
  return { workspace: name, inviter: team.find(({ id }) => id === invitedBy)?.name ?? "", role };
}

/** @throws ParleyError not_found if it was used, revoked, expired, or its sender may no longer invite */
export async function findGoodInvitation(ctx: Context, id: Id<"inv">): Promise<Invitation> {
  const invitation = await findOpenInvitation(ctx, id);
  if (!invitation || !(await isStillGood(ctx, invitation))) throw deadInvitation();
  return invitation;
}

/**
 * Makes the guest a member. An existing member keeps their role.
 * @throws ParleyError not_found if the invitation was used, revoked or has expired, or its sender may no
 * longer invite, forbidden for another email address, quota_exceeded if the workspace is full
 */
export async function acceptInvitation(ctx: Context, id: Id<"inv">, guest: Guest): Promise<{ slug: string }> {
  await transaction(ctx, async (tx) => {
    const invitation = await findGoodInvitation(tx, id);
    if (invitation.email && invitation.email !== guest.email)
      throw new ParleyError(
        "forbidden",
        "This invitation was sent to a different email address. Sign in with that one.",
      );
    if (await findMemberRole(tx, guest.userId)) return;
    await takeQuota(tx, { members: 1 });
    if (!(await closeInvitation(tx, id, guest.userId))) throw deadInvitation();
    await insertMember(tx, guest.userId, invitation.role);
    await recordAudit(tx, {
      action: "member.joined",
      target: guest.userId,
      details: { role: invitation.role },
    });
  });
  return { slug: (await getWorkspace(ctx)).slug };
}

/** An invitation is valid only while its sender may still grant the role. */
async function isStillGood(ctx: Context, invitation: { invitedBy: Id<"usr">; role: Role }): Promise<boolean> {
  const own = await findMemberRole(ctx, invitation.invitedBy);
  return own !== null && allows(own, "members:write") && (own === "owner" || invitation.role !== "owner");
}

const deadInvitation = () =>
  new ParleyError("not_found", "This invitation is no longer valid. Ask for a new one.");
