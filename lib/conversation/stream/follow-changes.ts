import type { Context } from "#lib/context/context.ts";
import { getConversation } from "../get-conversation.ts";
import { listVersions } from "../queries/changes.ts";
import type { ConversationChange } from "../schema.ts";
import { watchConversation } from "./conversation-watch.ts";

/**
 * Yields the version of the conversation, then each new one: after a turn began or ended, on any device. Ends
 * with the conversation or when `signal` aborts.
 * @throws ParleyError not_found for another person's conversation
 */
export async function followChanges(
  ctx: Context,
  name: string,
  signal: AbortSignal,
): Promise<AsyncGenerator<ConversationChange>> {
  const { id } = await getConversation(ctx, name);
  return (async function* () {
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
          yield { version: sent };
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
  })();
}
