import { useTranslations } from "next-intl";
import { noteClass } from "#components/ui/control-class.ts";
import { ANSWERABLE_FROM } from "#lib/knowledge/retrieval/answerability.ts";
import type { SearchPreview } from "#lib/knowledge/retrieval/preview-search.ts";
import { PassageResult } from "./passage-result.tsx";

/** The passages of a test search, and whether they would suffice for an answer. */
export function SearchResults({ found }: { found: SearchPreview }) {
  const t = useTranslations("studioKnowledge.search");
  const { answerable, evidence, meaning, corrections, results } = found;
  const isCurated = results.some(({ isCuratedAnswer }) => isCuratedAnswer);
  const verdict = isCurated ? t("curated") : answerable ? t("enough") : t("notEnough");
  const top = {
    text: Math.max(...results.map(({ textScore }) => textScore ?? 0)),
    fused: Math.max(1, ...results.map(({ score }) => score)),
  };
  return (
    <section aria-label={t("title")}>
      <div
        className="mb-6 grid items-center gap-x-8 gap-y-1.5 rounded-2xl border border-line bg-surface px-5 py-4.5 side:grid-cols-[minmax(0,1fr)_20rem]"
        role="status"
      >
        <b className={`font-semibold ${answerable ? "" : "text-danger"}`}>{verdict}</b>
        <div className="relative text-small tabular-nums side:col-start-2 side:row-span-2">
          <progress className="progress h-2" value={evidence} max={1} aria-hidden />
          <i className="absolute -top-0.75 start-[36%] h-3.5 w-0.5 bg-ink" aria-hidden />
          <small className="mt-1.5 block text-small text-ink-soft">
            {t("evidence", { value: evidence.toFixed(2) })},{" "}
            {t("threshold", { value: ANSWERABLE_FROM.toFixed(2) })}
          </small>
        </div>
        <p className="text-small text-pretty text-ink-muted">{t("evidenceAbout")}</p>
      </div>
      {corrections.map(({ typed, lexemes }) => (
        <p key={typed} className={`mb-4 ${noteClass}`}>
          {t("correction", { typed, words: lexemes.map((word) => `“${word}”`).join(", ") })}
        </p>
      ))}
      {meaning !== "used" && <p className={`mb-4 ${noteClass}`}>{t(`meaning.${meaning}`)}</p>}
      {results.length === 0 ? (
        <p className="py-6 text-ink-muted">{t("nothing")}</p>
      ) : (
        <ol>
          {results.map((result) => (
            <PassageResult key={`${result.documentId} ${result.ordinal}`} result={result} top={top} />
          ))}
        </ol>
      )}
      {results.length > 0 && (
        <details className="border-t border-line py-5 text-small text-ink-soft">
          <summary>{t("about")}</summary>
          <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5 [&_dt]:font-strong">
            <dt>{t("words")}</dt>
            <dd>{t("wordsAbout")}</dd>
            <dt>{t("meaningHalf")}</dt>
            <dd>{t("meaningAbout")}</dd>
            <dt>{t("fused")}</dt>
            <dd>{t("fusedAbout")}</dd>
          </dl>
        </details>
      )}
    </section>
  );
}
