import { writeFileSync } from "node:fs";
import { runCommand } from "#cli/run-command.ts";
import { demoFolders, readDemoDocuments } from "#db/demo/documents.ts";
import { demoVectorsPath, packVectors } from "#db/demo/vectors.ts";
import { embedLocally, LOCAL_EMBEDDING_MODEL } from "#lib/ai/local-embeddings.ts";
import { prepareDocument } from "#lib/knowledge/ingestion/prepare-document.ts";

/** Rebuilds db/demo/vectors.bin after a change to the demo's documents or how they are split. */
await runCommand(async () => {
  const texts = new Set<string>();
  for (const document of demoFolders.flatMap(readDemoDocuments)) {
    const { chunks } = await prepareDocument(document);
    for (const text of chunks.flatMap((chunk) => chunk.windows)) texts.add(text);
  }
  const vectors = await embedLocally([...texts], "document");
  const entries = [...texts].map((text, i) => ({ text, vector: vectors[i] as Float32Array }));
  writeFileSync(demoVectorsPath, packVectors(LOCAL_EMBEDDING_MODEL, entries));
  process.stdout.write(`${entries.length} vectors\n`);
  return 0;
});
