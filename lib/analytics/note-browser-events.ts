import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { insertBrowserEvents } from "./queries/events.ts";
import type { BrowserEvents } from "./schema.ts";

/** Notes what only a browser knows. An event that is sent again within ten minutes counts once. */
export function noteBrowserEvents(ctx: Context, chatbotId: Id<"bot">, events: BrowserEvents): Promise<void> {
  return insertBrowserEvents(ctx, chatbotId, events);
}
