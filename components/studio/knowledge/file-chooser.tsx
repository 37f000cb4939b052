"use client";

import { type ReactNode, useRef } from "react";
import { Button, type ButtonVariant } from "#components/ui/button.tsx";
import { fileExtensions } from "#lib/knowledge/media-types.ts";
import { useKnowledge } from "./use-knowledge.ts";

type Props = {
  chatbot: string;
  sourceId: string | null;
  variant?: ButtonVariant;
  className?: string;
  onChosen?: () => void;
  children: ReactNode;
};

const accept = fileExtensions.map((extension) => `.${extension}`).join(",");

export function FileChooser({
  chatbot,
  sourceId,
  variant = "primary",
  className,
  onChosen,
  children,
}: Props) {
  const { addFiles } = useKnowledge();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant={variant} className={className} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        onChange={({ target }) => {
          const named = [...(target.files ?? [])].map((file) => ({ path: file.name, file }));
          target.value = "";
          if (named.length === 0) return;
          addFiles(chatbot, sourceId, named);
          onChosen?.();
        }}
      />
    </>
  );
}
