import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { type CitedDocumentCount, NEWEST } from "#lib/analytics/report.ts";
import { withoutAuthorTags } from "#lib/prompt/author-tags.ts";
import { RankedList } from "./ranked-list.tsx";

type Props = {
  base: string;
  inbox: (filter: Record<string, string>) => string;
  lists: {
    questions: { text: string; count: number }[];
    documents: {
      documents: CitedDocumentCount[];
      neverCited: CitedDocumentCount[];
      cited: number;
      all: number;
    };
  };
  gaps: { id: string; text: string; questions: number }[];
  gapCount: number;
  /** Whose gaps these are. */
  chatbot: string;
};

/** What was asked most, what was not answered, and what of the knowledge is used. */
export function AnalyticsLists({ base, inbox, lists, gaps, gapCount, chatbot }: Props) {
  const t = useTranslations("analytics");
  const format = useFormatter();
  const { documents, neverCited, cited, all } = lists.documents;
  const newest = t("lists.newest", { count: NEWEST });
  const of = (shown: number, count: number) =>
    count > shown ? t("lists.of", { shown, all: format.number(count) }) : null;
  const documentItem = ({ id, sourceId, title, answers }: CitedDocumentCount) => ({
    key: id,
    text: title,
    href: `${base}/knowledge/${sourceId}/${id}`,
    note: answers > 0 ? t("lists.quoted", { count: answers }) : undefined,
  });
  return (
    <div className="grid min-w-0 gap-10 wide:grid-cols-2">
      <RankedList
        title={t("lists.questions")}
        note={newest}
        none={t("lists.questionsNone")}
        items={lists.questions.map(({ text, count }) => ({
          key: text,
          text: withoutAuthorTags(text),
          href: inbox({ text: withoutAuthorTags(text).slice(0, 200) }),
          note: t("lists.times", { count }),
        }))}
      />
      <RankedList
        title={t("lists.unanswered")}
        note={of(gaps.length, gapCount)}
        none={t("lists.unansweredNone")}
        items={gaps.map(({ id, text, questions }) => ({
          key: id,
          text,
          href: `${base}/inbox/unanswered/${id}`,
          note: t("lists.times", { count: questions }),
        }))}
      >
        <div className="mt-1 flex flex-wrap gap-2">
          <Link
            href={`${base}/inbox/unanswered?${new URLSearchParams({ chatbot })}`}
            className={buttonClass("outline")}
          >
            {t("lists.all")}
          </Link>
          <Link href={`${base}/feedback`} className={buttonClass("outline")}>
            {t("lists.feedback")}
          </Link>
        </div>
      </RankedList>
      <RankedList
        title={t("lists.documents")}
        note={of(documents.length, cited) ?? newest}
        none={t("lists.documentsNone")}
        items={documents.map(documentItem)}
      />
      <RankedList
        title={t("lists.neverCited")}
        note={of(neverCited.length, all - cited)}
        none={t("lists.neverCitedNone")}
        items={neverCited.map(documentItem)}
      />
    </div>
  );
}
