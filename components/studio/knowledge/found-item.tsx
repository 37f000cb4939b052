"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { plainText } from "#lib/knowledge/parsing/markdown/plain-text.ts";
import type { PreviewedPassage } from "#lib/knowledge/retrieval/preview-search.ts";
import { useKnowledge } from "./use-knowledge.ts";

type Props = { result: PreviewedPassage; top: { text: number; fused: number } };

/** One passage found, where it stands, and the scores of each half. `top`: the best of this search, for the bars. */
export function FoundItem({ result, top }: Props) {
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
    <li>
      <div className="min-w-0">
        <h2>{source ? <Link href={href}>{title}</Link> : title}</h2>
        <p className="found-place">{[source?.name, ...headings, page].filter(Boolean).join(" › ")}</p>
        <p className="found-text">{plainText(text)}</p>
      </div>
      <dl className="scores">
        {bars.map(({ name, value, share }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <progress className="thin-progress" value={share} max={1} aria-hidden />
              <span>{value === null ? t("search.none") : value.toFixed(2)}</span>
            </dd>
          </div>
        ))}
        <div className="coverage">
          <dt className="sr-only">{t("search.coverageName")}</dt>
          <dd>{t("search.coverage", { percent: Math.round(coverage * 100) })}</dd>
        </div>
      </dl>
    </li>
  );
}
