import { headers } from "next/headers";
import type { ReactNode } from "react";
import { findMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { ClosingNotice } from "#components/studio/closing-notice.tsx";
import { StudioShell } from "#components/studio/studio-shell.tsx";
import { AccentStyle } from "#components/ui/accent-style.tsx";
import { allows } from "#lib/access/permissions.ts";
import { getOffer } from "#lib/tenant/get-offer.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { listWorkspaces } from "#lib/tenant/list-workspaces.ts";

type Props = { params: Promise<{ tenant: string }>; children: ReactNode };

/**
 * The layout of Studio. Each page does its own admission. The navigation lists the pages in
 * components/studio/studio-places.ts. A page whose client components need other texts than those below wraps
 * them in its own `<Texts of={[…]}>`, which replaces these: see teams/page.tsx.
 */
export default async function Layout({ params, children }: Props) {
  const { tenant } = await params;
  const member = await findMember(tenant);
  if (!member) return children;
  const { ctx, person, role } = member;
  const [{ name, settings, deleteAt }, offer, workspaces] = await Promise.all([
    getWorkspace(ctx),
    getOffer(ctx),
    listWorkspaces(person.operator, person.userId),
  ]);
  return (
    <Texts
      of={[
        "account",
        "studio",
        "studioChatbots",
        "studioKnowledge",
        "studioUsage",
        "chat",
        "cards",
        "citation",
        "list",
        "markdown",
        "skills",
      ]}
    >
      <AccentStyle accent={settings.accent} nonce={(await headers()).get("x-nonce") ?? ""} />
      <StudioShell
        workspace={{ slug: tenant, name, logo: settings.logo }}
        workspaces={workspaces.map(({ slug, name }) => ({ slug, name }))}
        person={{ name: person.name, email: person.email, isOperator: person.isOperator }}
        maySeeUsage={allows(role, "usage:read")}
        maySeeFeedback={allows(role, "conversations:read")}
        maySeeRooms={allows(role, "conversations:read")}
        maySeePeople={allows(role, "people:read")}
        mayManageSlack={allows(role, "workspace:write")}
        mayManageModels={allows(role, "workspace:write")}
        mayManageKeys={allows(role, "keys:read")}
        mayMakeChatbots={allows(role, "chatbots:write")}
      >
        <ClosingNotice tenant={tenant} deleteAt={deleteAt} offer={offer} />
        {children}
      </StudioShell>
    </Texts>
  );
}
