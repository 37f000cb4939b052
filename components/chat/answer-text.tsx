"use client";

import dynamic from "next/dynamic";
import { Suspense } from "react";
import { DisabledUntilHydrated } from "#components/ui/disabled-until-hydrated.tsx";

/** Loaded with the first answer, or preloaded by a page that already has one. */
const Markdown = dynamic(() => import("#components/markdown/markdown.tsx").then((module) => module.Markdown));

/** Fetches the Markdown renderer ahead of the first answer; a page without answers starts without it. */
export function preloadAnswerText(): void {
  import("#components/markdown/markdown.tsx")
    .then(({ loadMarkdownCloser }) => loadMarkdownCloser())
    .catch(() => {});
}

type AnswerTextProps = { text: string; hasCitations?: boolean; isStreaming?: boolean };

/** Shown until the Markdown renderer is loaded. */
function PlainText({ text }: { text: string }) {
  return (
    <div className="prose whitespace-pre-wrap" aria-busy>
      {text}
    </div>
  );
}

export function AnswerText(props: AnswerTextProps) {
  return (
    <Suspense fallback={<PlainText text={props.text} />}>
      <DisabledUntilHydrated>
        <Markdown {...props} />
      </DisabledUntilHydrated>
    </Suspense>
  );
}
