import { useTranslations } from "next-intl";
import type { IngestionSummary } from "#lib/knowledge/ingestion/ingestion.ts";
import type { DocumentEntry } from "#lib/knowledge/schema.ts";
import { type EntryState, entryState, newerIngestion } from "./entry-state.ts";
import { useKnowledge } from "./use-knowledge.ts";
import { entryKey } from "./use-knowledge-events.ts";
import type { Upload } from "./use-uploads.ts";

/** The part of the progress bar that sending the file takes. */
const SENDING = 0.3;

export type UploadRow = {
  upload: Upload;
  tone: EntryState["tone"];
  text: string;
  share: number | null;
  ingestion: { id: string } | null;
  documentId: string | null;
  mayRetry: boolean;
};

/** What each upload has come to: sending it, then its ingestion. */
export function useUploadRows(uploads: Upload[]): UploadRow[] {
  const t = useTranslations("studioKnowledge");
  const { live } = useKnowledge();
  return uploads.map((upload): UploadRow => {
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
  if (told?.ingestion?.id === answer.id && newerIngestion(told.ingestion, answer) === told.ingestion) {
    return { ingestion: told.ingestion, document: told.document };
  }
  return { ingestion: answer, document: null };
}
