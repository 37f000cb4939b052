import type { Context } from "#lib/context/context.ts";
import { noteRefusal } from "#lib/limits/note-refusal.ts";
import { overloaded } from "#lib/limits/starts/overloaded.ts";
import { startSlots } from "#lib/limits/starts/start-slots.ts";

/**
 * Keeps the slot that the door gave to a request, now that its body is complete. Asks for one if the door
 * gave none (another host's server) or the body took so long that the slot was lost.
 * @throws ParleyError unavailable
 */
export async function holdStartSlot({ tenantId, requestId }: Context): Promise<void> {
  const slots = startSlots();
  if (!slots.keep(requestId)) {
    if (!(await slots.enter(requestId, tenantId))) {
      noteRefusal("overloaded");
      throw overloaded();
    }
    slots.keep(requestId);
  }
  slots.accept(requestId);
}
