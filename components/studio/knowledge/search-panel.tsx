"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { FormError } from "#components/ui/field.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { SearchPreview } from "#lib/knowledge/retrieval/preview-search.ts";
import { QUERY_MAX_CHARS } from "#lib/knowledge/retrieval/schema.ts";
import { SearchResults } from "./search-results.tsx";
import { useKnowledge } from "./use-knowledge.ts";

/**
 * Tests the search without an answer: the passages, their scores, and whether they would suffice.
 * `query`: in the field at first.
 */
export function SearchPanel({ chatbot, query = "" }: { chatbot: string; query?: string }) {
  const t = useTranslations("studioKnowledge.search");
  const { api } = useKnowledge();
  const { isBusy, error, run } = useSubmit();
  const [found, setFound] = useState<SearchPreview | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const asked = String(new FormData(event.currentTarget).get("query")).trim();
    if (!asked) return;
    void run(async () => {
      setFound(
        await callApi<SearchPreview>(`${api}/search`, { method: "POST", body: { chatbot, query: asked } }),
      );
    });
  };
  return (
    <>
      <form className="mb-6 flex gap-2" method="post" onSubmit={submit}>
        <SearchField
          className="min-h-11"
          name="query"
          aria-label={t("label")}
          placeholder={t("placeholder")}
          maxLength={QUERY_MAX_CHARS}
          defaultValue={query}
          autoComplete="off"
          enterKeyHint="search"
          required
        />
        <Button type="submit" variant="primary" className="min-h-11" disabled={isBusy}>
          {t("run")}
        </Button>
      </form>
      <FormError>{error}</FormError>
      {!found && (
        <Empty title={t("emptyTitle")}>
          <p className="text-pretty text-ink-soft">{t("emptyBody")}</p>
        </Empty>
      )}
      {found && <SearchResults found={found} />}
    </>
  );
}
