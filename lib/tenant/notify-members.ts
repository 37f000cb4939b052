import { link, sendInBackground } from "#lib/auth/account/send-in-background.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { plainName } from "#lib/core/email/plain-name.ts";
import { type Email, emailDelivery } from "#lib/core/email/send-email.ts";
import { limitNotice } from "#lib/limits/limit-mail.ts";
import { getWorkspace } from "./get-workspace.ts";
import { listMembers, type Member } from "./list-members.ts";

/** What an email to a member can name. The names are plain text. */
type About = { workspace: string; actor: string; settingsUrl: string };
type Text = (about: About) => Omit<Email, "to">;

/** Emails the members that `isMeant` selects, all by default, and names the actor. */
export async function notifyMembers(
  ctx: Context,
  operator: OperatorContext,
  text: Text,
  isMeant: (member: Member) => boolean = () => true,
): Promise<void> {
  if (emailDelivery() === "none") return;
  const [{ name, slug }, members] = await Promise.all([getWorkspace(ctx), listMembers(ctx)]);
  const { actor } = ctx;
  const own = actor.kind === "user" ? members.find(({ id }) => id === actor.id) : undefined;
  const about = {
    workspace: plainName(name) || "a workspace",
    actor: plainName(own?.name ?? "") || "An owner",
    settingsUrl: link(`/admin/${slug}/settings`),
  };
  for (const { email } of members.filter(isMeant)) {
    const permit = await limitNotice(operator, { kind: "notice", to: email, tenantId: ctx.tenantId });
    if (permit) sendInBackground(permit, { to: email, ...text(about) });
  }
}
