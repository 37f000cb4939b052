import { Check, CircleAlert, File as FileIcon, RotateCw, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import { Progress } from "./progress.tsx";
import { useKnowledge } from "./use-knowledge.ts";
import type { UploadRow } from "./use-upload-rows.ts";
import type { Upload } from "./use-uploads.ts";

const icons = { busy: FileIcon, ready: Check, failed: CircleAlert, quiet: FileIcon };
const tones = {
  busy: "text-ink-muted",
  ready: "text-accent",
  failed: "text-danger",
  quiet: "text-ink-muted",
};

type Props = { row: UploadRow; onCancel: (upload: Upload) => void; onRetry: (upload: Upload) => void };

export function UploadItem({ row, onCancel, onRetry }: Props) {
  const t = useTranslations("studioKnowledge");
  const { tenant, api, showNote } = useKnowledge();
  const { upload, tone, text, share, ingestion, documentId, mayRetry } = row;
  const { path: name, sourceId } = upload;
  const Icon = icons[tone];
  const ask = (action: "retry" | "cancel") => {
    if (!ingestion) return action === "retry" ? onRetry(upload) : onCancel(upload);
    const address = `${api}/ingestions/${ingestion.id}`;
    const call =
      action === "retry"
        ? callApi(`${address}/retry`, { method: "POST" })
        : callApi(address, { method: "DELETE" });
    call.catch((error: Error) => showNote({ text: error.message }));
  };
  return (
    <li
      data-tone={tone}
      className="flex h-21 items-start gap-2.5 py-3 ps-4 pe-2 not-first:border-t not-first:border-line [&>button]:-mt-1.25"
    >
      <Icon aria-hidden className={`mt-0.75 size-4 flex-none ${tones[tone]}`} />
      <div className="grid min-w-0 flex-1 content-start text-small">
        {documentId && sourceId ? (
          <Link
            href={`/admin/${tenant}/knowledge/${sourceId}/${documentId}`}
            className="truncate font-strong"
          >
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <span className="truncate font-strong">
            <bdi>{name}</bdi>
          </span>
        )}
        <small
          className={`line-clamp-2 text-small leading-snug tabular-nums ${tone === "failed" ? "text-danger" : "text-ink-muted"}`}
          title={tone === "failed" ? text : undefined}
        >
          {text}
        </small>
        {tone === "busy" && <Progress className="mt-2" share={share ?? 0} label={name} />}
      </div>
      {mayRetry && (
        <IconButton
          icon={RotateCw}
          label={t("retryName", { name: isolateText(name) })}
          onClick={() => ask("retry")}
        />
      )}
      {tone === "busy" && (
        <IconButton
          icon={X}
          label={t("cancelName", { name: isolateText(name) })}
          onClick={() => ask("cancel")}
        />
      )}
    </li>
  );
}
