import { apiErrorOf, callApi } from "#components/ui/api.ts";
import type { CitedDocument } from "#lib/conversation/schema.ts";
import type { CheckoutRequest, PaymentView, RoomPrices } from "#lib/payments/schema.ts";
import type {
  JoinRoomRequest,
  ReactRequest,
  UpdateParticipantRequest,
  UpdateRoomRequest,
} from "#lib/rooms/schema.ts";
import type { WireFile, WireMessage, WireMessagePage, WireParticipant, WireRoom } from "#lib/rooms/wire.ts";

/** Longer waits are dead connections; the message is sent again under its id. */
const SEND_TIMEOUT_MS = 15_000;

export type RoomApi = ReturnType<typeof createRoomApi>;

export function createRoomApi(code: string) {
  const base = `/api/chats/${encodeURIComponent(code)}`;
  const message = (id: string) => `${base}/messages/${encodeURIComponent(id)}`;
  return {
    join: (body: JoinRoomRequest) =>
      callApi<{ participant: { id: string } }>(`${base}/join`, { method: "POST", body }),
    leave: () => callApi(`${base}/leave`, { method: "POST" }),
    look: () => callApi<{ room: WireRoom; self: WireParticipant | null }>(base),
    change: async (body: UpdateRoomRequest) =>
      (await callApi<{ room: WireRoom }>(base, { method: "PATCH", body })).room,
    prices: () => callApi<RoomPrices>(`${base}/payments`),
    payment: (id: string) => callApi<PaymentView>(`${base}/payments/${encodeURIComponent(id)}`),
    checkout: (order: Omit<CheckoutRequest, "code">) =>
      callApi<{ url: string }>("/api/payments/checkout", { method: "POST", body: { ...order, code } }),
    older: (before: string) =>
      callApi<WireMessagePage>(`${base}/messages?before=${encodeURIComponent(before)}`),
    upload: async (file: File): Promise<WireFile> => {
      const response = await fetch(`${base}/files?name=${encodeURIComponent(file.name)}`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: file,
      });
      if (response.ok) return (await response.json()) as WireFile;
      throw await apiErrorOf(response);
    },
    send: (body: { id: string; content: string; reply_to: string | null; files?: string[] }) =>
      callApi<WireMessage>(`${base}/messages`, {
        method: "POST",
        body,
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      }),
    edit: (id: string, content: string) =>
      callApi<WireMessage>(message(id), { method: "PATCH", body: { content } }),
    react: (id: string, body: ReactRequest) => callApi(`${message(id)}/reactions`, { method: "PUT", body }),
    stop: (id: string) => callApi(`${message(id)}/stop`, { method: "POST" }),
    typing: () => callApi(`${base}/typing`, { method: "POST" }),
    read: (offset: number) => callApi(`${base}/reads`, { method: "POST", body: { offset } }),
    remove: (id: string) => callApi(message(id), { method: "DELETE" }),
    moderate: (participantId: string, body: UpdateParticipantRequest) =>
      callApi<WireParticipant>(`${base}/participants/${encodeURIComponent(participantId)}`, {
        method: "PATCH",
        body,
      }),
    openCitation: (citation: { messageId: string; number: number }, signal: AbortSignal) =>
      callApi<CitedDocument>(`${message(citation.messageId)}/citations/${citation.number}`, { signal }),
    ticket: (signal: AbortSignal) =>
      callApi<{ ticket: string }>(`${base}/ticket`, { method: "POST", signal }),
    open: (cursor: string | null, signal: AbortSignal) =>
      fetch(`${base}/events${cursor ? `?cursor=${cursor}` : ""}`, {
        headers: { accept: "text/event-stream" },
        cache: "no-store",
        signal,
      }),
  };
}
