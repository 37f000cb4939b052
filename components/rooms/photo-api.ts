import { ApiError } from "#components/ui/api.ts";
import type { PhotoAnalysis } from "#lib/photo/schema.ts";

const MOST_RETRIES = 4;

/**
 * Uploads a photo and waits for its caption and suggestions. While the server is busy with other photos, it
 * is sent again after the time that the server names.
 * @param chatbot handle of the chatbot whose workspace the room will be in; empty for the only workspace
 * @throws ApiError when the server refuses; TypeError when it cannot be reached
 */
export async function analyzePhoto(
  photo: File,
  chatbot: string,
  signal: AbortSignal,
): Promise<PhotoAnalysis> {
  const query = chatbot ? `?chatbot=${encodeURIComponent(chatbot)}` : "";
  for (let tries = 0; ; tries += 1) {
    const body = new FormData();
    body.append("photo", photo);
    const response = await fetch(`/api/photo-analysis/upload${query}`, { method: "POST", body, signal });
    if (response.ok) return (await response.json()) as PhotoAnalysis;
    const answer = (await response.json().catch(() => null)) as {
      error?: { code?: string; message?: string; details?: { retryAfter?: number } };
    } | null;
    const { code = "internal", message = "", details } = answer?.error ?? {};
    const isBusy = response.status === 503 && details?.retryAfter !== undefined;
    if (!isBusy || tries === MOST_RETRIES) throw new ApiError(response.status, code, message);
    await pause((details?.retryAfter ?? 5) * 1_000, signal);
  }
}

export const photoUrl = (id: string) => `/api/photo-analysis/${encodeURIComponent(id)}/image`;

/** Copies an uploaded photo to a room, as its picture. */
export async function copyToCover(photoId: string, code: string): Promise<void> {
  const photo = await fetch(photoUrl(photoId));
  if (!photo.ok) throw new ApiError(photo.status, "internal", "");
  const body = await photo.blob();
  const response = await fetch(`/api/chats/${encodeURIComponent(code)}/cover`, { method: "PUT", body });
  if (!response.ok) throw new ApiError(response.status, "internal", "");
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
