"use client";

import { useTranslations } from "next-intl";
import { useLayoutEffect, useRef } from "react";
import { Markdown } from "#components/markdown/markdown.tsx";
import type { CitedDocument as Cited } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { clearQuoted, markQuoted } from "./mark-quoted.ts";

export function PlainDocument({ text }: { text: string }) {
  return <div className="plain-document">{text}</div>;
}

/**
 * The document with the cited passage marked, and in it what the answer quotes. Passages start and end at
 * block boundaries, so the three parts render as one document.
 */
export function CitedDocument({ cited, answer }: { cited: Cited; answer: string }) {
  const t = useTranslations("citation");
  const scroll = useRef<HTMLDivElement>(null);
  const passage = useRef<HTMLElement>(null);
  const { content, highlight } = cited;

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls to the passage of each opened document
  useLayoutEffect(() => {
    const view = scroll.current;
    const mark = passage.current;
    if (!view || !mark) return;
    const { top, height } = (markQuoted(mark, answer) ?? mark).getBoundingClientRect();
    const lead = Math.max(48, (view.clientHeight - height) / 3);
    view.scrollTop += top - view.getBoundingClientRect().top - lead;
    return clearQuoted;
  }, [cited, answer]);

  const piece = (text: string) =>
    cited.format === "markdown" ? <Markdown text={text} isDocument /> : <PlainDocument text={text} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need keyboard focus
    <section ref={scroll} className="cited-scroll" aria-label={isolateText(cited.title)} tabIndex={0}>
      {highlight === null && <p className="cited-note">{t("changed")}</p>}
      {highlight !== null && cited.isExcerpt && <p className="cited-note">{t("excerpt")}</p>}
      {highlight === null ? (
        piece(content)
      ) : (
        <>
          {piece(content.slice(0, highlight.start))}
          <section ref={passage} className="passage" aria-label={t("passage")}>
            {piece(content.slice(highlight.start, highlight.end))}
          </section>
          {piece(content.slice(highlight.end))}
        </>
      )}
    </section>
  );
}
