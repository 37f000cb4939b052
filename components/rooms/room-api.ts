import { apiErrorOf, callApi } from "#components/ui/api.ts";
import type { CitedDocument } from "#lib/conversation/schema.ts";
import type { CheckoutRequest, PaymentView, RoomPrices } from "#lib/payments/schema.ts";
import type {
  JoinRoomRequest,
  ReactRequest,
  ReportMessageRequest,
  UpdateParticipantRequest,
  UpdateRoomRequest,
} from "#lib/rooms/schema.ts";
import type {
  WireBan,
  WireFile,
  WireMessage,
  WireMessagePage,
  WireModerationPage,
  WireParticipant,
  WireReview,
  WireRoom,
} from "#lib/rooms/wire.ts";

/** Longer waits are dead connections; the message is sent again under its id. */
const SEND_TIMEOUT_MS = 15_000;

/** `undo`: the entry of the moderation log, if it can be undone. */
type Undoable = { undo: string | null };

export type RoomApi = ReturnType<typeof createRoomApi>;

export function createRoomApi(code: string) {
  const base = `/api/chats/${encodeURIComponent(code)}`;
  const message = (id: string) => `${base}/messages/${encodeURIComponent(id)}`;
  return {
    join: (body: JoinRoomRequest) =>
      callApi<{ participant: { id: string } }>(`${base}/join`, { method: "POST", body }),
    leave: () => callApi(`${base}/leave`, { method: "POST" }),
    look: () => callApi<{ room: WireRoom; self: WireParticipant | null }>(base),
    prices: () => callApi<RoomPrices>(`${base}/payments`),
    payment: (id: string) => callApi<PaymentView>(`${base}/payments/${encodeURIComponent(id)}`),
    checkout: (order: Omit<CheckoutRequest, "code">) =>
      callApi<{ url: string }>("/api/payments/checkout", { method: "POST", body: { ...order, code } }),
    change: (body: UpdateRoomRequest) =>
      callApi<{ room: WireRoom } & Undoable>(base, { method: "PATCH", body }),
    review: (signal: AbortSignal) => callApi<WireReview>(`${base}/review`, { signal }),
    decideHeld: (id: string, decision: "approve" | "refuse") =>
      callApi<Undoable>(`${base}/held/${encodeURIComponent(id)}`, { method: "PATCH", body: { decision } }),
    report: (body: ReportMessageRequest) => callApi(`${base}/reports`, { method: "POST", body }),
    decideReport: (id: string, state: "resolved" | "dismissed") =>
      callApi<Undoable>(`${base}/reports/${encodeURIComponent(id)}`, { method: "PATCH", body: { state } }),
    bans: () => callApi<{ bans: WireBan[] }>(`${base}/bans`),
    history: (participantId: string) =>
      callApi<{ former_names: { name: string; until: string }[] }>(
        `${base}/participants/${encodeURIComponent(participantId)}`,
      ),
    moderation: (before: string | null) =>
      callApi<WireModerationPage>(`${base}/moderation${before ? `?before=${before}` : ""}`),
    undo: (entry: string) =>
      callApi(`${base}/moderation/${encodeURIComponent(entry)}/undo`, { method: "POST" }),
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
      callApi<WireParticipant & Undoable>(`${base}/participants/${encodeURIComponent(participantId)}`, {
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
