import type { ReactNode } from "react";
import { findMember } from "#app/_server/pages/page.ts";
import { KnowledgeProvider } from "#components/studio/knowledge/knowledge-provider.tsx";
import { allows } from "#lib/access/permissions.ts";

type Props = { params: Promise<{ tenant: string }>; children: ReactNode };

/** What lives on between the pages of the knowledge. It admits nobody: every page does that for itself. */
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
