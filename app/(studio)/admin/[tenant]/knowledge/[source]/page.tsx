import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { orNotFound, requireMember } from "#app/_server/pages/page.ts";
import { SourceView } from "#components/studio/knowledge/source-view.tsx";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { parseId } from "#lib/core/ids.ts";
import { listCuratedAnswers } from "#lib/knowledge/curated/list-curated-answers.ts";
import { entriesQuery } from "#lib/knowledge/schema.ts";
import { getSourceOverview } from "#lib/knowledge/sources/get-source-overview.ts";
import { listEntries } from "#lib/knowledge/sources/list-entries.ts";

type Props = { params: Promise<{ tenant: string; source: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioKnowledge"))("title") };
}

export default async function Page({ params }: Props) {
  const { tenant, source } = await params;
  const path = `/admin/${tenant}/knowledge/${source}`;
  const { ctx } = await requireMember(tenant, "knowledge:read", path);
  const props = await orNotFound(load(ctx, source));
  return <SourceView key={source} {...props} now={new Date().toISOString()} />;
}

async function load(ctx: Context, id: string) {
  const sourceId = parseId("src", id, "source");
  const { chatbotId, source, report } = await getSourceOverview(ctx, sourceId);
  const isPairs = source.kind === "pairs";
  const [{ handle, name }, contents, pairs] = await Promise.all([
    getChatbot(ctx, chatbotId),
    isPairs ? null : listEntries(ctx, sourceId, entriesQuery.parse({})),
    isPairs ? listCuratedAnswers(ctx, { sourceId, limit: 100 }) : null,
  ]);
  return { chatbot: { handle, name }, initial: source, contents, pairs, report };
}
