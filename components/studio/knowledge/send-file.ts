import { ApiError } from "#components/ui/api.ts";
import type { IngestionSummary } from "#lib/knowledge/ingestion/ingestion.ts";

/**
 * Uploads a file and reports progress, which fetch cannot do. The content type is generic on purpose, since
 * the server detects the type from the content.
 * @throws ApiError when the server refuses; TypeError when it cannot be reached; AbortError
 */
export function sendFile(
  address: string,
  file: File,
  { onSent, signal }: { onSent: (bytes: number) => void; signal: AbortSignal },
): Promise<IngestionSummary> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onerror = () => reject(new TypeError("The server could not be reached."));
    request.onabort = () => reject(new DOMException("Canceled.", "AbortError"));
    request.onload = () => {
      if (request.status < 300) return resolve(request.response as IngestionSummary);
      const { error } = (request.response ?? {}) as { error?: { code?: string; message?: string } };
      reject(new ApiError(request.status, error?.code ?? "internal", error?.message ?? ""));
    };
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
