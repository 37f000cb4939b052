import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { orNotFound, requireMember } from "#app/_server/pages/page.ts";
import { DocumentPage } from "#components/studio/knowledge/document-page.tsx";
import type { Context } from "#lib/context/context.ts";
import { parseId } from "#lib/core/ids.ts";
import { getDocument } from "#lib/knowledge/sources/get-document.ts";
import { getSource } from "#lib/knowledge/sources/get-source.ts";

type Props = {
  params: Promise<{ tenant: string; source: string; document: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Passages per page of a long document. */
const AT_ONCE = 60;
const ordinal = z.coerce.number().int().min(0).max(1_000_000).catch(0);

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioKnowledge"))("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant, source, document }, query] = await Promise.all([params, searchParams]);
  const path = `/admin/${tenant}/knowledge/${source}/${document}`;
  const { ctx } = await requireMember(tenant, "knowledge:read", path);
  const marked = query.passage === undefined ? null : ordinal.parse(query.passage);
  const found = await orNotFound(load(ctx, source, document, marked ?? 0));
  if (found.source.kind === "pairs") redirect(`/admin/${tenant}/knowledge/${source}`);
  return (
    <DocumentPage
      {...found}
      tenant={tenant}
      marked={marked}
      atOnce={AT_ONCE}
      now={new Date().toISOString()}
    />
  );
}

async function load(ctx: Context, source: string, document: string, passage: number) {
  const sourceId = parseId("src", source, "source");
  const documentId = parseId("doc", document, "document");
  const from = Math.floor(passage / AT_ONCE) * AT_ONCE;
  const [owner, shown] = await Promise.all([
    getSource(ctx, sourceId),
    getDocument(ctx, { sourceId, documentId, from, limit: AT_ONCE }),
  ]);
  return { source: { id: owner.id, name: owner.name, kind: owner.kind }, document: shown };
}
