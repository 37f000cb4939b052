"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { ANSWERABLE_FROM } from "#lib/knowledge/retrieval/answerability.ts";
import type { SearchPreview } from "#lib/knowledge/retrieval/preview-search.ts";
import { QUERY_MAX_CHARS } from "#lib/knowledge/schema.ts";
import { FoundItem } from "./found-item.tsx";
import { useKnowledge } from "./use-knowledge.ts";

/** A question put to the search alone: what is found, by which half, and whether it would be enough. */
export function SearchBench({ chatbot }: { chatbot: string }) {
  const t = useTranslations("studioKnowledge.search");
  const { api } = useKnowledge();
  const { isBusy, error, run } = useSubmit();
  const [found, setFound] = useState<SearchPreview | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = String(new FormData(event.currentTarget).get("query")).trim();
    if (!query) return;
    void run(async () => {
      setFound(await callApi<SearchPreview>(`${api}/search`, { method: "POST", body: { chatbot, query } }));
    });
  };
  return (
    <>
      <form className="search-form" method="post" onSubmit={submit}>
        <label className="find-field">
          <Search aria-hidden />
          <input
            name="query"
            aria-label={t("label")}
            placeholder={t("placeholder")}
            maxLength={QUERY_MAX_CHARS}
            autoComplete="off"
            enterKeyHint="search"
            required
          />
        </label>
        <button type="submit" className="solid-button" disabled={isBusy}>
          {t("run")}
        </button>
      </form>
      <FormError>{error}</FormError>
      {!found && (
        <div className="empty">
          <h2>{t("emptyTitle")}</h2>
          <p>{t("emptyBody")}</p>
        </div>
      )}
      {found && <Found found={found} />}
    </>
  );
}

function Found({ found }: { found: SearchPreview }) {
  const t = useTranslations("studioKnowledge.search");
  const { answerable, evidence, meaning, corrections, results } = found;
  const isCurated = results.some(({ isCuratedAnswer }) => isCuratedAnswer);
  const verdict = isCurated ? t("curated") : answerable ? t("enough") : t("notEnough");
  const top = {
    text: Math.max(...results.map(({ textScore }) => textScore ?? 0)),
    fused: Math.max(1, ...results.map(({ score }) => score)),
  };
  return (
    <section aria-label={t("title")} className="search-found">
      <div className="verdict" data-answerable={answerable} role="status">
        <b>{verdict}</b>
        <div className="evidence">
          <progress className="thin-progress" value={evidence} max={1} aria-hidden />
          <i className="threshold" aria-hidden />
          <small>
            {t("evidence", { value: evidence.toFixed(2) })},{" "}
            {t("threshold", { value: ANSWERABLE_FROM.toFixed(2) })}
          </small>
        </div>
        <p>{t("evidenceAbout")}</p>
      </div>
      {corrections.map(({ typed, lexemes }) => (
        <p key={typed} className="cited-note">
          {t("correction", { typed, words: lexemes.map((word) => `“${word}”`).join(", ") })}
        </p>
      ))}
      {meaning !== "used" && <p className="cited-note">{t(`meaning.${meaning}`)}</p>}
      {results.length === 0 ? (
        <p className="py-6 text-ink-muted">{t("nothing")}</p>
      ) : (
        <ol className="found-list">
          {results.map((result) => (
            <FoundItem key={`${result.documentId} ${result.ordinal}`} result={result} top={top} />
          ))}
        </ol>
      )}
      {results.length > 0 && (
        <details className="search-about">
          <summary>{t("about")}</summary>
          <dl>
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
