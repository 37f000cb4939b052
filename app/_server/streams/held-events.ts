import type { HeldQuestion } from "#lib/conversation/schema.ts";
import type { TurnEvent } from "#lib/conversation/stream/turn-event.ts";

/** The stream of a question that was stored for a person: nothing follows. */
export async function* heldEvents(held: HeldQuestion): AsyncGenerator<TurnEvent> {
  yield { id: null, chunk: { type: "data-handling", id: held.conversationId, data: held } };
  yield { id: null, chunk: { type: "finish" } };
}
