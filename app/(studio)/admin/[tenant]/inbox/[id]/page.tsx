import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { orNotFound, requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { LabelsForm } from "#components/studio/inbox/labels-form.tsx";
import { Notes } from "#components/studio/inbox/notes.tsx";
import { TakeoverPanel } from "#components/studio/inbox/takeover-panel.tsx";
import { TranscriptItem } from "#components/studio/inbox/transcript-message.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { crumbClass, factsClass, PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { listLabels } from "#lib/inbox/list-inbox.ts";
import { readTranscript } from "#lib/inbox/read-transcript.ts";
import { readQuery } from "#lib/inbox/schema.ts";
import { QUERY_MAX_CHARS } from "#lib/knowledge/retrieval/schema.ts";

type Props = {
  params: Promise<{ tenant: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("inbox"))("conversation") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant, id }, given] = await Promise.all([params, searchParams]);
  const list = `/admin/${tenant}/inbox`;
  const { ctx, role } = await requireMember(tenant, "conversations:read", `${list}/${id}`);
  const before = typeof given.before === "string" ? given.before : null;
  const [t, transcript, known] = await Promise.all([
    getTranslations("inbox"),
    orNotFound(readTranscript(ctx, id, before)),
    listLabels(ctx),
  ]);
  const { title, chatbot, channel, person, messages, labels, notes } = transcript;
  const search = new URLSearchParams(readQuery(given)).toString();
  const api = `/api/admin/${tenant}/inbox/${transcript.id}`;
  const mayWrite = allows(role, "conversations:write");
  const why = (query: string) =>
    `/admin/${tenant}/knowledge/search?${new URLSearchParams({ chatbot: chatbot.handle, query: query.slice(0, QUERY_MAX_CHARS) })}`;
  return (
    <Texts of={["inbox", "chat", "cards", "citation", "list", "markdown", "skills"]}>
      <PageHead
        title={<bdi>{title}</bdi>}
        crumb={
          <Link href={`${list}${search && `?${search}`}`} className={crumbClass}>
            {t("title")}
          </Link>
        }
        lead={
          <p className={factsClass}>
            <span>{isolateText(chatbot.name)}</span>
            <span>{t(`values.${channel}`)}</span>
            <Link
              href={`${list}?${new URLSearchParams({ person })}`}
              className="underline-offset-[0.2em] hover:underline"
            >
              {t("samePerson")}
            </Link>
          </p>
        }
      />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 content-start gap-3">
          {transcript.before && (
            <Link
              href={`${list}/${transcript.id}?${new URLSearchParams({ ...readQuery(given), before: transcript.before })}`}
              className={buttonClass("outline", "justify-self-start")}
            >
              {t("earlier")}
            </Link>
          )}
          <ol className="grid max-w-(--column) gap-3" aria-label={t("messages")}>
            {messages.map((message) => (
              <TranscriptItem
                key={message.id}
                message={message}
                why={message.role === "user" ? why(message.text) : null}
              />
            ))}
          </ol>
          {channel === "page" && mayWrite && (
            <div className="mt-3 max-w-(--column)">
              <TakeoverPanel api={api} handling={transcript.handling} />
            </div>
          )}
        </div>
        <div className="grid content-start gap-8">
          <LabelsForm api={api} labels={labels} known={known} mayWrite={mayWrite} />
          <Notes api={api} notes={notes} mayWrite={mayWrite} />
        </div>
      </div>
    </Texts>
  );
}
