import { useTranslations } from "next-intl";
import type { IngestionSummary } from "#lib/knowledge/ingestion/ingestion.ts";
import type { DocumentEntry } from "#lib/knowledge/schema.ts";
import { type EntryState, entryState, newerIngestion } from "./entry-state.ts";
import { useKnowledge } from "./use-knowledge.ts";
import { entryKey } from "./use-knowledge-events.ts";
import type { Upload } from "./use-uploads.ts";

/** The share of the progress bar for the upload itself. */
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

/** The state of each upload: the upload itself, then its ingestion. */
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
        const reported = sourceId ? live?.entries.get(entryKey({ sourceId, path })) : undefined;
        const { ingestion, document } = latest(upload.ingestion, reported);
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

/** The ingestion from the upload's response, or from a later event. */
function latest(
  answer: IngestionSummary,
  reported: DocumentEntry | undefined,
): { ingestion: NonNullable<DocumentEntry["ingestion"]>; document: DocumentEntry["document"] } {
  if (
    reported?.ingestion?.id === answer.id &&
    newerIngestion(reported.ingestion, answer) === reported.ingestion
  ) {
    return { ingestion: reported.ingestion, document: reported.document };
  }
  return { ingestion: answer, document: null };
}
