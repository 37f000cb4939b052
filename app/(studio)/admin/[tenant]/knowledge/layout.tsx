import type { ReactNode } from "react";
import { findMember } from "#app/_server/pages/page.ts";
import { KnowledgeProvider } from "#components/studio/knowledge/knowledge-provider.tsx";
import { allows } from "#lib/access/permissions.ts";

type Props = { params: Promise<{ tenant: string }>; children: ReactNode };

/** State shared by the knowledge pages. It admits no one: every page does that itself. */
export default async function Layout({ params, children }: Props) {
  const { tenant } = await params;
  const member = await findMember(tenant);
  if (!member) return children;
  return (
    <KnowledgeProvider tenant={tenant} mayWrite={allows(member.role, "knowledge:write")}>
      {children}
    </KnowledgeProvider>
  );
}
