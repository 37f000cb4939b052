"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";
import { plainText } from "#lib/knowledge/parsing/markdown/plain-text.ts";
import type { PreviewedPassage } from "#lib/knowledge/retrieval/preview-search.ts";
import { useKnowledge } from "./use-knowledge.ts";

type Props = { result: PreviewedPassage; top: { text: number; fused: number } };

/**
 * A passage with its location and scores. `top` holds the best scores of this search, which scale the bars.
 */
export function PassageResult({ result, top }: Props) {
  const t = useTranslations("studioKnowledge");
  const { tenant } = useKnowledge();
  const { title, headingPath, pages, source, document, ordinal, text, coverage } = result;
  const { textScore, vectorScore, score } = result;
  const headings = headingPath.filter((heading) => heading !== title);
  const page =
    pages &&
    t(`document.${pages.kind}.${pages.first === pages.last ? "one" : "more"}`, {
      first: pages.first,
      last: pages.last,
    });
  const place = `/admin/${tenant}/knowledge/${source?.id}`;
  const href =
    source?.kind === "pairs" ? place : `${place}/${document}?passage=${ordinal}#passage-${ordinal}`;
  const bars = [
    {
      name: t("search.words"),
      value: textScore,
      share: textScore === null ? 0 : textScore / (top.text || 1),
    },
    { name: t("search.meaningHalf"), value: vectorScore, share: Math.max(0, vectorScore ?? 0) },
    { name: t("search.fused"), value: score, share: score / top.fused },
  ];
  return (
    <li className="grid gap-x-10 gap-y-3 border-t border-line py-5 side:grid-cols-[minmax(0,1fr)_16rem]">
      <div className="min-w-0">
        <h2 className="font-semibold wrap-anywhere">
          {source ? (
            <Link href={href} className="underline-offset-[0.2em] hover:underline">
              <bdi>{title}</bdi>
            </Link>
          ) : (
            <bdi>{title}</bdi>
          )}
        </h2>
        <p className="text-small wrap-anywhere text-ink-muted">
          {[source?.name, ...headings, page].flatMap((part) => (part ? [isolateText(part)] : [])).join(" › ")}
        </p>
        <p className="mt-2 line-clamp-5 text-body wrap-anywhere whitespace-pre-line text-ink-soft">
          {plainText(text)}
        </p>
      </div>
      <dl className="grid content-start gap-1.5 text-small tabular-nums">
        {bars.map(({ name, value, share }) => (
          <div key={name} className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-center">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="grid grid-cols-[minmax(0,1fr)_4.5rem] items-center gap-3">
              <progress className="progress" value={share} max={1} aria-hidden />
              <span className="text-end">{value === null ? t("search.none") : value.toFixed(2)}</span>
            </dd>
          </div>
        ))}
        <div>
          <dt className="sr-only">{t("search.coverageName")}</dt>
          <dd className="text-note text-ink-muted">
            {t("search.coverage", { percent: Math.round(coverage * 100) })}
          </dd>
        </div>
      </dl>
    </li>
  );
}
