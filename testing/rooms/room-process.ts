import type { Actor } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import type { Id } from "#lib/core/ids.ts";
import { postDueRecap } from "#lib/rooms/bot/post-due-recap.ts";
import { followRoom } from "#lib/rooms/live/follow-room.ts";
import { postMessage } from "#lib/rooms/messages/post-message.ts";
import { decideHeldMessage } from "#lib/rooms/moderation/decide-held-message.ts";
import { updateParticipant } from "#lib/rooms/participants/update-participant.ts";
import type { UpdateParticipantRequest } from "#lib/rooms/schema.ts";
import type { WireFrame } from "#lib/rooms/wire.ts";

/** Requests of a test to another process on the same database; replies carry the same number. */
export type RoomOrder = { number: number; tenantId: Id<"ten">; actor: Actor; roomId: Id<"rom"> } & (
  | { kind: "post"; content: string; id: string }
  | { kind: "follow" }
  | { kind: "recap" }
  | { kind: "act"; participantId: string; body: UpdateParticipantRequest }
  | { kind: "decide"; messageId: string; decision: "approve" | "refuse" }
);
export type RoomAnswer = { number: number } & (
  | { kind: "posted"; offset: number }
  | { kind: "frame"; frame: WireFrame }
  | { kind: "done" }
  | { kind: "failed"; code: string }
  | { kind: "ready" }
);

const answer = (text: RoomAnswer) => process.send?.(text);

process.on("message", async (order: RoomOrder) => {
  const { number, tenantId, actor, roomId } = order;
  const ctx = sealContext({ tenantId, actor });
  try {
    if (order.kind === "post") {
      const { offset } = await postMessage(ctx, roomId, { content: order.content, id: order.id });
      answer({ number, kind: "posted", offset });
    } else if (order.kind === "act") {
      await updateParticipant(ctx, roomId, { ...order.body, participantId: order.participantId });
      answer({ number, kind: "done" });
    } else if (order.kind === "recap") {
      await postDueRecap(ctx, roomId);
      answer({ number, kind: "done" });
    } else if (order.kind === "decide") {
      await decideHeldMessage(ctx, roomId, order);
      answer({ number, kind: "done" });
    } else {
      const { signal } = new AbortController();
      for await (const frame of await followRoom(ctx, sealOperator(), roomId, { cursor: null, signal }))
        answer({ number, kind: "frame", frame });
    }
  } catch (error) {
    answer({ number, kind: "failed", code: (error as { code?: string }).code ?? String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
answer({ number: 0, kind: "ready" });
