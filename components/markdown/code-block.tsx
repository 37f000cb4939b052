"use client";

import type { ElementContent } from "hast";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useMemo } from "react";
import { Button } from "#components/ui/button.tsx";
import { useCopy } from "#components/ui/use-copy.ts";
import { lazySlot, useLazy } from "./use-lazy.ts";

const highlighter = lazySlot(async () => (await import("./highlight.ts")).highlight);
/** Longer code is not highlighted, because that would block the page. */
const longest = 15_000;

/** Highlighting loads later and only changes colors, so nothing moves when it arrives. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const t = useTranslations("markdown");
  const { isCopied, copy } = useCopy();
  const isColourable = language !== "" && code.length <= longest;
  const highlight = useLazy(highlighter, isColourable);
  const settled = useDeferredValue(code);
  const tree = useMemo(
    () => (highlight && isColourable ? highlight(settled, language) : null),
    [highlight, isColourable, settled, language],
  );
  const label = isCopied ? t("copiedCode") : t("copyCode");

  return (
    <div className="code-block" dir="ltr">
      <div className="code-head">
        <span>{language}</span>
        <Button variant="icon" aria-label={label} title={label} onClick={() => copy(code)}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need keyboard focus */}
      <pre dir="ltr" tabIndex={0}>
        <code dir="ltr">{tree && settled === code ? colour(tree.children as ElementContent[]) : code}</code>
      </pre>
    </div>
  );
}

function colour(nodes: ElementContent[]): ReactNode[] {
  return nodes.map((node, index) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const classes = node.properties.className;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the tree is rebuilt as a whole
      <span key={index} className={Array.isArray(classes) ? classes.join(" ") : undefined}>
        {colour(node.children)}
      </span>
    );
  });
}
