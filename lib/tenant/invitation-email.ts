import type { Role } from "#lib/access/role.ts";
import { plainName } from "#lib/core/email/plain-name.ts";
import type { Email } from "#lib/core/email/send-email.ts";
import { unsubscribeLinks } from "#lib/mail/unsubscribe-links.ts";

export const INVITATION_DAYS = 7;

/** The email of an invitation. Its names are the sender's choice, so they are made plain text. */
export function invitationEmail(
  to: string,
  invitation: { inviter: string; workspace: string; role: Role; link: string },
): Email {
  const { role, link } = invitation;
  const inviter = plainName(invitation.inviter) || "Someone";
  const workspace = plainName(invitation.workspace) || "a workspace";
  const { page, oneClick } = unsubscribeLinks({ kind: "invitation", email: to });
  return {
    to,
    subject: `${inviter} invited you to ${workspace} on Parley`,
    text: `${inviter} invited you to join the workspace “${workspace}” on Parley. Your role will be ${role}.\n\nTo accept, open this link within ${INVITATION_DAYS} days. It is for this email address only:\n${link}\n\nIf you weren't expecting this invitation, ignore this email. To stop receiving invitations:\n${page}\n`,
    unsubscribe: oneClick,
  };
}
