import { connect, type Target } from "./connect.ts";
import { countPassages } from "./format-ingest.ts";
import { UsageError } from "./usage-error.ts";

const outcomes = { created: "Added", replaced: "Updated", unchanged: "Unchanged" } as const;

/** Whether what was named to ingest lies on the web. */
export const isWebAddress = (place: string) => /^https?:\/\//i.test(place);

/** Has a page of the web read into a chatbot's knowledge; again, only when it has changed. */
export async function ingestPage(
  address: string,
  input: { target: Target; sourceName?: string; isJson: boolean },
): Promise<number> {
  if (!URL.canParse(address)) throw new UsageError(`${address} is not a valid URL.`);
  const url = new URL(address);
  url.hash = "";
  const { client, chatbot } = await connect(input.target);
  try {
    const source = await client.openSource({
      chatbot,
      kind: "page",
      origin: input.sourceName ? `name:${input.sourceName}` : url.href,
      name: (input.sourceName ?? url.host + url.pathname).slice(0, 200),
    });
    const report = await client.syncPage(source.id, url.href);
    const { outcome, chunks } = report;
    process.stdout.write(
      input.isJson ? `${JSON.stringify(report)}\n` : `${outcomes[outcome]}: ${countPassages(chunks)}\n`,
    );
    return 0;
  } finally {
    await client.close();
  }
}
