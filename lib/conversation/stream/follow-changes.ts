import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getConversation } from "../get-conversation.ts";
import { listVersions } from "../queries/changes.ts";
import { findHandling } from "../queries/handling.ts";
import type { ConversationChange } from "../schema.ts";
import { watchConversation } from "./conversation-watch.ts";

/**
 * Yields the version of the conversation, then each new one: after a turn began or ended, a person wrote or
 * who answers has changed, on any device. Ends with the conversation or when `signal` aborts.
 * @throws ParleyError not_found for another person's conversation
 */
export async function followChanges(
  ctx: Context,
  name: string,
  signal: AbortSignal,
): Promise<AsyncGenerator<ConversationChange>> {
  const { id } = await getConversation(ctx, name);
  return (async function* () {
    for await (const version of followVersions(ctx, id, signal)) {
      const handledBy = await findHandling(ctx, id);
      yield { version, handling: handledBy && { name: handledBy.name } };
    }
  })();
}

/** The same for any conversation of the workspace, without who answers. */
export async function* followVersions(
  ctx: Context,
  id: Id<"cnv">,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let latest: string | null | undefined;
  let sent: string | undefined;
  let wake: () => void = () => undefined;
  const read = (version: string | null) => {
    latest = version;
    wake();
  };
  const leave = watchConversation(ctx, id, read);
  const onAbort = () => wake();
  signal.addEventListener("abort", onAbort);
  try {
    latest ??= (await listVersions(ctx, [id])).get(id) ?? null;
    while (!signal.aborted && latest !== null) {
      if (latest !== undefined && latest !== sent) {
        sent = latest;
        yield sent;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (signal.aborted || latest !== sent) resolve();
      });
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    leave();
  }
}
