"use client";

import { Check, ChevronDown, ChevronUp, CircleAlert, File as FileIcon, RotateCw, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { IngestionSummary } from "#lib/knowledge/ingestion/ingestion.ts";
import type { DocumentEntry } from "#lib/knowledge/schema.ts";
import { type EntryState, entryState, newer } from "./entry-state.ts";
import { Progress } from "./progress.tsx";
import { useKnowledge } from "./use-knowledge.ts";
import { entryKey } from "./use-knowledge-events.ts";
import type { Upload } from "./use-uploads.ts";

/** Of the bar, what stands for the upload. */
const SENDING = 0.3;

type Props = {
  uploads: Upload[];
  onCancel: (upload: Upload) => void;
  onRetry: (upload: Upload) => void;
  onClear: () => void;
};

/** The files being added, over the corner of the page so that nothing on it moves, each as far as it is. */
export function UploadDock({ uploads, onCancel, onRetry, onClear }: Props) {
  const t = useTranslations("studioKnowledge");
  const [isSmall, setSmall] = useState(false);
  const rows = useRows(uploads);
  const count = (tone: EntryState["tone"]) => rows.filter((row) => row.tone === tone).length;
  const [busy, failed, done] = [count("busy"), count("failed"), count("ready")];
  const title =
    busy > 0
      ? t("dock.busy", { done: done + failed, total: rows.length })
      : failed > 0
        ? t("dock.withFailed", { done, failed })
        : t("dock.done", { count: done });
  return (
    <section className="upload-dock" aria-label={t("dock.title")} data-small={isSmall || undefined}>
      <header>
        <h2>
          <span role="status">{title}</span>
        </h2>
        <IconButton
          icon={isSmall ? ChevronUp : ChevronDown}
          label={isSmall ? t("dock.open") : t("dock.minimise")}
          aria-expanded={!isSmall}
          onClick={() => setSmall(!isSmall)}
        />
        <IconButton icon={X} label={t("close")} className={busy > 0 ? "invisible" : ""} onClick={onClear} />
      </header>
      {!isSmall && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ul tabIndex={0} aria-label={t("dock.title")}>
          {rows.map((row) => (
            <UploadRow key={row.upload.key} row={row} onCancel={onCancel} onRetry={onRetry} />
          ))}
        </ul>
      )}
    </section>
  );
}

type Row = {
  upload: Upload;
  tone: EntryState["tone"];
  text: string;
  share: number | null;
  ingestion: { id: string } | null;
  documentId: string | null;
  mayRetry: boolean;
};

function useRows(uploads: Upload[]): Row[] {
  const t = useTranslations("studioKnowledge");
  const { live } = useKnowledge();
  return uploads.map((upload): Row => {
    const none = { ingestion: null, documentId: null, mayRetry: false };
    switch (upload.phase) {
      case "waiting":
        return { upload, ...none, tone: "busy", text: t("state.waiting"), share: 0 };
      case "sending": {
        const percent = Math.floor(upload.share * 100);
        return {
          upload,
          ...none,
          tone: "busy",
          text: t("state.sending", { percent }),
          share: SENDING * upload.share,
        };
      }
      case "refused":
        return {
          upload,
          ...none,
          tone: "failed",
          text: upload.reason,
          share: null,
          mayRetry: upload.mayRetry,
        };
      case "cancelled":
        return { upload, ...none, tone: "quiet", text: t("state.cancelled"), share: null };
      case "sent": {
        const { sourceId, path } = upload;
        const told = sourceId ? live?.entries.get(entryKey({ sourceId, path })) : undefined;
        const { ingestion, document } = latest(upload.ingestion, told);
        const { tone, key, values, share } = entryState({ ingestion, document });
        const text = tone === "failed" ? (ingestion.reason ?? t("state.failed")) : t(`state.${key}`, values);
        const mayRetry = tone === "failed" || tone === "quiet";
        const whole = share === null ? null : SENDING + (1 - SENDING) * share;
        return { upload, tone, text, share: whole, ingestion, documentId: document?.id ?? null, mayRetry };
      }
      default:
        return upload satisfies never;
    }
  });
}

/** What the answer to the upload said, or what was told since. */
function latest(
  answer: IngestionSummary,
  told: DocumentEntry | undefined,
): { ingestion: NonNullable<DocumentEntry["ingestion"]>; document: DocumentEntry["document"] } {
  if (told?.ingestion?.id === answer.id && newer(told.ingestion, answer) === told.ingestion) {
    return { ingestion: told.ingestion, document: told.document };
  }
  return { ingestion: answer, document: null };
}

const icons = { busy: FileIcon, ready: Check, failed: CircleAlert, quiet: FileIcon };

function UploadRow({ row, onCancel, onRetry }: { row: Row } & Pick<Props, "onCancel" | "onRetry">) {
  const t = useTranslations("studioKnowledge");
  const { tenant, api, say } = useKnowledge();
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
    call.catch((error: Error) => say({ text: error.message }));
  };
  return (
    <li data-tone={tone}>
      <Icon aria-hidden />
      <div>
        {documentId && sourceId ? (
          <Link href={`/admin/${tenant}/knowledge/${sourceId}/${documentId}`} className="truncate">
            {name}
          </Link>
        ) : (
          <span className="truncate">{name}</span>
        )}
        <small title={tone === "failed" ? text : undefined}>{text}</small>
        {tone === "busy" && <Progress share={share ?? 0} label={name} />}
      </div>
      {mayRetry && (
        <IconButton icon={RotateCw} label={t("retryName", { name })} onClick={() => ask("retry")} />
      )}
      {tone === "busy" && (
        <IconButton icon={X} label={t("cancelName", { name })} onClick={() => ask("cancel")} />
      )}
    </li>
  );
}
