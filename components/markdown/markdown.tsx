"use client";

import { useMemo, useState } from "react";
import { FailureBoundary } from "#components/ui/failure-boundary.tsx";
import { CodeBlock } from "./code-block.tsx";
import { limitBlocks } from "./limit-blocks.ts";
import { borrowDefinitions, type Definition, definitionsIn } from "./link-definitions.ts";
import { MarkdownBlock } from "./markdown-block.tsx";
import { markdownCloser } from "./markdown-closer.ts";
import { mathEngine } from "./math.tsx";
import { mayHoldMath } from "./normalize-math.ts";
import { useLazy } from "./use-lazy.ts";

export const loadMarkdownCloser = markdownCloser.load;

type MarkdownProps = {
  text: string;
  hasCitations?: boolean;
  isStreaming?: boolean;
  /** Text wrapped by its author, in which a single newline is a space. */
  isDocument?: boolean;
};

/**
 * Renders untrusted text from a model or a document: of raw HTML only line breaks, sub- and superscript,
 * images do not load, links show their host, and no attribute from the text reaches the page.
 */
export function Markdown(props: MarkdownProps) {
  return (
    <FailureBoundary fallback={<CodeBlock code={props.text} language="" />}>
      <Blocks {...props} />
    </FailureBoundary>
  );
}

function Blocks(props: MarkdownProps) {
  const { hasCitations = false, isStreaming = false, isDocument = false } = props;
  const { text } = props;
  const { blocks, rest } = useMemo(() => limitBlocks(text), [text]);
  const definitions = useDefinitions(blocks, isStreaming && !text.endsWith("\n"));
  const borrowed = useMemo(() => borrowDefinitions(blocks, definitions), [blocks, definitions]);
  const engine = useLazy(mathEngine, mayHoldMath(text));
  return (
    <div className="prose" data-streaming={isStreaming || undefined}>
      {blocks.map((block, index) => (
        <MarkdownBlock
          // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end
          key={index}
          text={block}
          definitions={borrowed[index] ?? ""}
          hasCitations={hasCitations}
          isDocument={isDocument}
          isGrowing={isStreaming && index === blocks.length - 1}
          mathSyntax={engine?.mathSyntax ?? null}
        />
      ))}
      {rest !== "" && <CodeBlock code={rest} language="" />}
    </div>
  );
}

/** Finished blocks are searched once; a line that still grows does not define anything yet. */
function useDefinitions(blocks: readonly string[], isLineOpen: boolean): Definition[] {
  const [known] = useState(() => new Map<string, Definition[]>());
  return useMemo(
    () =>
      blocks.flatMap((block, index) => {
        if (isLineOpen && index === blocks.length - 1)
          return definitionsIn(block.slice(0, block.lastIndexOf("\n") + 1));
        const definitions = known.get(block) ?? definitionsIn(block);
        known.set(block, definitions);
        return definitions;
      }),
    [blocks, isLineOpen, known],
  );
}
