import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { factsClass, PageHead } from "#components/ui/page-head.tsx";
import type { DocumentView } from "#lib/knowledge/schema.ts";
import type { SourceKind } from "#lib/knowledge/sources/source-kinds.ts";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import { DocumentText } from "./document-text.tsx";
import { HiddenText } from "./hidden-text.tsx";
import { UnreadParts } from "./unread-parts.tsx";

type Props = {
  tenant: string;
  source: { id: string; name: string; kind: SourceKind };
  document: DocumentView;
  /** The passage to scroll to, if any. */
  marked: number | null;
  atOnce: number;
  now: string;
};

const passageClass =
  "grid scroll-mt-16 gap-x-8 gap-y-2 border-t border-line py-6 side:grid-cols-[11rem_minmax(0,1fr)] [&_.prose]:max-w-(--column) [&_.prose]:[--text-prose:0.9375rem]";

/** A document as it is searched: its passages in order, its hidden text, and what is not read. */
export function DocumentPage({ tenant, source, document, marked, atOnce, now }: Props) {
  const t = useTranslations("studioKnowledge");
  const format = useFormatter();
  const { title, path, chunks, pages, passages, hidden, unread, updatedAt } = document;
  const base = `/admin/${tenant}/knowledge`;
  const first = passages[0]?.ordinal ?? 0;
  const last = passages.at(-1)?.ordinal ?? 0;
  const isWeb = /^https?:\/\//.test(path);
  const pageName = (range: NonNullable<DocumentView["passages"][number]["pages"]>) =>
    t(`document.${range.kind}.${range.first === range.last ? "one" : "more"}`, {
      first: range.first,
      last: range.last,
    });
  const part = (from: number) => `${base}/${source.id}/${document.id}?passage=${from}`;
  return (
    <>
      <Breadcrumbs
        label={t("breadcrumb")}
        links={[
          { href: base, label: t("title") },
          { href: `${base}/${source.id}`, label: source.name },
        ]}
      />
      <PageHead
        title={
          <span className="wrap-anywhere">
            <bdi>{title}</bdi>
          </span>
        }
        lead={
          <p className={factsClass}>
            {isWeb ? (
              <a
                href={path}
                target="_blank"
                rel="noopener noreferrer nofollow"
                className="inline-flex max-w-full items-center gap-1 text-accent"
              >
                <span className="truncate">
                  <bdi>{path}</bdi>
                </span>
                <ExternalLink aria-hidden className="size-3 flex-none" />
              </a>
            ) : (
              <span className="truncate">
                <bdi>{path}</bdi>
              </span>
            )}
            <span>{t("passages", { count: chunks })}</span>
            {pages && <span>{t(`document.${pages.kind}Count`, { count: pages.count })}</span>}
            <span>
              {t("document.read", { when: format.relativeTime(new Date(updatedAt), new Date(now)) })}
            </span>
          </p>
        }
      />
      {hidden.length > 0 && <HiddenText hidden={hidden} pageKind={pages?.kind ?? "page"} />}
      {unread.length > 0 && <UnreadParts unread={unread} pageKind={pages?.kind ?? "page"} />}
      <ol start={first + 1}>
        {passages.map(({ ordinal, headingPath, pages, before, text }) => (
          <li key={ordinal}>
            {before && (
              <div className={`${passageClass} text-ink-muted`}>
                <p className="text-note">{t("document.notInPassage")}</p>
                <DocumentText format={document.format} text={before} />
              </div>
            )}
            <section
              id={`passage-${ordinal}`}
              className={`${passageClass} ${ordinal === marked ? "-mx-4 rounded-xl bg-[color-mix(in_oklab,var(--accent)_9%,transparent)] px-4" : ""}`}
              data-marked={ordinal === marked || undefined}
              aria-label={t("document.passage", { number: ordinal + 1 })}
            >
              <header className="flex flex-wrap content-start gap-x-3 text-small text-ink-muted tabular-nums side:sticky side:top-6 side:flex-col side:gap-0.5 side:self-start">
                <b className="font-strong text-ink">{t("document.passage", { number: ordinal + 1 })}</b>
                {pages && <span>{pageName(pages)}</span>}
                <small className="text-note wrap-anywhere">
                  {headingPath.filter((heading) => heading !== title).join(" › ")}
                </small>
              </header>
              <div className="min-w-0">
                <DocumentText format={document.format} text={text} />
              </div>
            </section>
          </li>
        ))}
      </ol>
      {chunks > atOnce && (
        <nav
          className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-6 text-small text-ink-muted"
          aria-label={t("document.range", { first: first + 1, last: last + 1, total: chunks })}
        >
          {first > 0 ? (
            <Link className={buttonClass("outline")} href={part(first - atOnce)}>
              {t("document.earlier")}
            </Link>
          ) : (
            <span />
          )}
          <p>{t("document.range", { first: first + 1, last: last + 1, total: chunks })}</p>
          {last + 1 < chunks ? (
            <Link className={buttonClass("outline")} href={part(last + 1)}>
              {t("document.later")}
            </Link>
          ) : (
            <span />
          )}
        </nav>
      )}
    </>
  );
}
