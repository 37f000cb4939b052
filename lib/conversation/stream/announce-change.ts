import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";

const channelOf = (tenantId: Id<"ten">) => `conversations:${tenantId}`;

/**
 * Notifies readers in all processes that a conversation of the workspace has changed. They also check from
 * time to time, in case that is lost.
 */
export function announceChange({ tenantId }: Context): void {
  kv()
    .publish(channelOf(tenantId), "changed")
    .catch((error: unknown) => log().warn({ tenantId, ...errorFields(error) }, "publishing failed"));
}

export function onAnnouncedChange(tenantId: Id<"ten">, onChange: () => void): Promise<() => Promise<void>> {
  return kv().subscribe(channelOf(tenantId), onChange);
}
