import { ingestPlace } from "#cli/ingest-place.ts";
import { localClient } from "#cli/local-client.ts";
import { showProgress } from "#cli/progress.ts";
import { readPlace } from "#cli/read-place.ts";
import { contentHash } from "#lib/knowledge/ingestion/content-hash.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";

const HITS = 20;

/** Ingests a folder into a new chatbot like `parley ingest`, and searches it like `parley search`. */
export async function takeIn(folder: string) {
  const { chatbot } = await makeTenant("Bench");
  const client = await localClient(chatbot.handle);
  const { failed } = await ingestPlace({
    client,
    chatbot: chatbot.handle,
    place: readPlace(folder, folder),
    deleteMissing: false,
    contentHash,
    progress: showProgress(process.stderr),
    stop: new AbortController().signal,
  });
  return {
    failed,
    search: (query: string) => client.search({ chatbot: chatbot.handle, query, limit: HITS }),
    close: () => client.close(),
  };
}
