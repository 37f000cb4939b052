"use client";

import { FileText } from "lucide-react";
import { useTranslations } from "next-intl";
import type { WireFile, WireMessage } from "#lib/rooms/wire.ts";
import { fileSize } from "./file-size.ts";

/** The largest size at which an image is shown in place, in CSS pixels. */
const shownWidth = 360;
const shownHeight = 280;

/** Images in place, other files as chips that download. */
export function MessageFiles({ message }: { message: WireMessage }) {
  const t = useTranslations("rooms");
  if (message.files.length === 0) return null;
  const hrefOf = ({ id }: WireFile) => `/api/chats/${encodeURIComponent(message.chat_code)}/files/${id}`;
  return (
    <ul className="mt-1 flex max-w-full flex-wrap gap-2" aria-label={t("files")}>
      {message.files.map((file) => (
        <li key={file.id} className="max-w-full min-w-0">
          {file.kind === "image" ? (
            <a href={hrefOf(file)} target="_blank" rel="noopener" className="block">
              {/* biome-ignore lint/performance/noImgElement: the file is private */}
              <img
                src={hrefOf(file)}
                alt={file.name}
                {...shownSize(file)}
                loading="lazy"
                decoding="async"
                className="h-auto max-w-full rounded-xl border border-line bg-sunken"
              />
            </a>
          ) : (
            <a
              href={hrefOf(file)}
              download={file.name}
              className="flex max-w-full items-center gap-2 rounded-xl border border-line bg-raised py-2 ps-2.5 pe-3.5 text-small hover:border-line-strong"
            >
              <FileText aria-hidden className="size-4 flex-none text-ink-muted" />
              <span className="min-w-0 truncate">
                <bdi>{file.name}</bdi>
              </span>
              <span className="flex-none text-note text-ink-muted">{fileSize(file.size)}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Known before the image is loaded, so that nothing moves then. */
function shownSize({ width, height }: WireFile): { width: number; height: number } | undefined {
  if (!width || !height) return undefined;
  const scale = Math.min(1, shownWidth / width, shownHeight / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
