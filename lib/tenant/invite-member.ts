import { findMemberRole } from "#lib/access/find-member-role.ts";
import { mayAssign } from "#lib/access/permissions.ts";
import type { Role } from "#lib/access/role.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { link, sendInBackground } from "#lib/auth/account/send-in-background.ts";
import { reserveHandle } from "#lib/auth/admission/reserve-handle.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { createRandomToken } from "#lib/core/random-token.ts";
import { getWorkspace } from "./get-workspace.ts";
import { insertInvitation, listMembers, listOpenInvitations } from "./queries/members.ts";

const DAYS = 7;
const MAX_OPEN = 200;

/**
 * Invites a member: by email to one address, or with a link for the first person who opens it.
 * @returns the link, which is shown only once
 * @throws ParleyError forbidden above the sender's own role, limited with too many open invitations
 */
export async function inviteMember(
  ctx: Context,
  { email, role }: { email: string | null; role: Role },
): Promise<{ id: string; link: string }> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new ParleyError("forbidden", "Only a signed-in member can invite people.");
  const { token, hash } = createRandomToken();
  const id = newId("inv");
  const expiresAt = new Date(ctx.now().getTime() + DAYS * 86_400_000);
  await transaction(ctx, async (tx) => {
    const own = await findMemberRole(tx, actor.id);
    if (!own || !mayAssign(own, role))
      throw new ParleyError("forbidden", "Only an owner can invite an owner.");
    if ((await listOpenInvitations(tx)).length >= MAX_OPEN)
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
  if (email) {
    const [{ name }, team] = await Promise.all([getWorkspace(ctx), listMembers(ctx)]);
    const inviter = team.find(({ id: member }) => member === actor.id)?.name ?? "Someone";
    sendInBackground({
      to: email,
      subject: `${inviter} invited you to ${name} on Parley`,
      text: `${inviter} invited you to join the workspace “${name}” on Parley. Your role will be ${role}.\n\nTo accept, open this link within ${DAYS} days and sign in with this email address:\n${address}\n\nIf you weren't expecting this invitation, ignore this email.\n`,
    });
  }
  return { id, link: address };
}
