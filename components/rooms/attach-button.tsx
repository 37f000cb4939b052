"use client";

import { Paperclip } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";

type AttachButtonProps = { isFull: boolean; onAdd: (files: Iterable<File>) => void };

export function AttachButton({ isFull, onAdd }: AttachButtonProps) {
  const t = useTranslations("rooms");
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        className="my-0.5 ms-0.5"
        icon={Paperclip}
        label={isFull ? t("filesFull") : t("attach")}
        disabled={isFull}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("attach")}
        accept="image/jpeg,image/png,image/webp,application/pdf,.docx,.xlsx,.pptx,.txt,.md,.csv,.json"
        onChange={({ target }) => {
          onAdd([...(target.files ?? [])]);
          target.value = "";
        }}
      />
    </>
  );
}
