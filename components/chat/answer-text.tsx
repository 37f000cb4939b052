"use client";

import { lazy, Suspense } from "react";

const load = () => import("#components/markdown/markdown.tsx");
const Markdown = lazy(async () => ({ default: (await load()).Markdown }));

/** Fetches the Markdown renderer ahead of the first answer; a page without answers starts without it. */
export function preloadAnswerText(): void {
  load()
    .then(({ loadHealer }) => loadHealer())
    .catch(() => {});
}

type AnswerTextProps = { text: string; hasCitations?: boolean; isStreaming?: boolean };

export function AnswerText(props: AnswerTextProps) {
  return (
    <Suspense fallback={<div className="prose whitespace-pre-wrap">{props.text}</div>}>
      <Markdown {...props} />
    </Suspense>
  );
}
