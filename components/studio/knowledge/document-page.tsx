import { ExternalLink, EyeOff } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { DocumentView, SourceKind } from "#lib/knowledge/schema.ts";
import { DocumentText } from "./document-text.tsx";

type Props = {
  tenant: string;
  source: { id: string; name: string; kind: SourceKind };
  document: DocumentView;
  /** The passage to be looked at, if any. */
  marked: number | null;
  atOnce: number;
  now: string;
};

/** A document as it is searched: each passage where it stands, and what was kept out of it. */
export function DocumentPage({ tenant, source, document, marked, atOnce, now }: Props) {
  const t = useTranslations("studioKnowledge");
  const format = useFormatter();
  const { title, path, chunks, pages, passages, hidden, updatedAt } = document;
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
      <nav aria-label={t("breadcrumb")} className="crumbs">
        <Link href={base}>{t("title")}</Link>
        <Link href={`${base}/${source.id}`} className="truncate">
          {source.name}
        </Link>
      </nav>
      <header className="page-head">
        <div className="min-w-0">
          <h1 className="wrap-anywhere">{title}</h1>
          <p className="source-facts">
            {isWeb ? (
              <a href={path} target="_blank" rel="noopener noreferrer nofollow" className="truncate">
                {path}
                <ExternalLink aria-hidden />
              </a>
            ) : (
              <span className="truncate">{path}</span>
            )}
            <span>{t("passages", { count: chunks })}</span>
            {pages && <span>{t(`document.${pages.kind}Count`, { count: pages.count })}</span>}
            <span>
              {t("document.read", { when: format.relativeTime(new Date(updatedAt), new Date(now)) })}
            </span>
          </p>
        </div>
      </header>
      {hidden.length > 0 && (
        <section className="kept-out" aria-labelledby="kept-out">
          <h2 id="kept-out">
            <EyeOff aria-hidden />
            {t("document.keptOut")}
          </h2>
          <p>{t("document.keptOutBody")}</p>
          <ul>
            {hidden.map(({ kind, excerpt, characters, pieces, page }) => (
              <li key={`${kind} ${page} ${excerpt}`}>
                <b>{t(`hidden.${kind}`)}</b>
                <small>
                  {[
                    page && t(`document.${pages?.kind ?? "page"}.one`, { first: page }),
                    t("document.hiddenWhere", { characters, pieces }),
                  ]
                    .filter(Boolean)
                    .join(", ")}
                </small>
                <q>{excerpt}</q>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ol className="passages" start={first + 1}>
        {passages.map(({ ordinal, headingPath, pages, before, text }) => (
          <li key={ordinal}>
            {before && (
              <div className="no-passage">
                <p>{t("document.notInPassage")}</p>
                <DocumentText format={document.format} text={before} />
              </div>
            )}
            <section
              id={`passage-${ordinal}`}
              className="passage-block"
              data-marked={ordinal === marked || undefined}
              aria-label={t("document.passage", { number: ordinal + 1 })}
            >
              <header>
                <b>{t("document.passage", { number: ordinal + 1 })}</b>
                {pages && <span>{pageName(pages)}</span>}
                <small>{headingPath.filter((heading) => heading !== title).join(" › ")}</small>
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
          className="passage-pages"
          aria-label={t("document.range", { first: first + 1, last: last + 1, total: chunks })}
        >
          {first > 0 ? (
            <Link className="line-button" href={part(first - atOnce)}>
              {t("document.earlier")}
            </Link>
          ) : (
            <span />
          )}
          <p>{t("document.range", { first: first + 1, last: last + 1, total: chunks })}</p>
          {last + 1 < chunks ? (
            <Link className="line-button" href={part(last + 1)}>
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
