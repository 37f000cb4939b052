import type { Context } from "#lib/context/context.ts";
import { readAfter } from "../queries/events.ts";

const PAGE = 1_000;

/** All events of a workspace as lines of JSON, in their order. `import-events` reads them. */
export async function* streamEvents(ctx: Context): AsyncGenerator<string> {
  let position = 0;
  for (
    let page = await readAfter(ctx, 0, PAGE);
    page.length > 0;
    page = await readAfter(ctx, position, PAGE)
  ) {
    for (const { stream: aggregateId, schemaVersion, timestamp, ...event } of page)
      yield `${JSON.stringify({ ...event, aggregateId, metadata: { schemaVersion }, timestamp })}\n`;
    position = page.at(-1)?.position ?? position;
  }
}
