import { lockedSentence } from "#cli/connect.ts";
import { findServer } from "#cli/data-directory.ts";
import { runCommand } from "#cli/run-command.ts";
import { demoFilePath, ingestDemo, readDemoFile, seedDemo } from "#db/seed.ts";
import { closeStorage, storage } from "#db/storage.ts";
import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { listSources } from "#lib/knowledge/sources/list-sources.ts";

await runCommand(async () => {
  const { DATA_DIR, PORT } = env();
  const { embedded } = await storage().catch(async (error: unknown) => {
    if (!(error instanceof ParleyError && error.code === "unavailable")) throw error;
    const running = await findServer(DATA_DIR);
    throw running
      ? new ParleyError(
          "unavailable",
          `A server is running at ${running} and uses ${DATA_DIR}. Stop it first, then seed.`,
        )
      : new ParleyError("unavailable", lockedSentence(DATA_DIR));
  });
  try {
    const running = embedded ? null : await findServer(DATA_DIR);
    const demo = await seedDemo(running ?? readDemoFile()?.baseUrl ?? `http://localhost:${PORT}`);
    await ingestDemo(demo, "now");
    const sources = (
      await Promise.all(Object.values(demo.chatbotIds).map((chatbotId) => listSources(demo.ctx, chatbotId)))
    ).flat();
    const rows = sources.map(
      ({ name, documents, chunks }) => `  ${name}: ${documents} documents, ${chunks} passages`,
    );
    process.stdout.write(`The demo is ready. Its API key is in ${demoFilePath()}.\n${rows.join("\n")}\n`);
    return 0;
  } finally {
    await closeStorage();
  }
});
