import { afterEach, expect, it } from "vitest";
import { resetEnv } from "#lib/core/env.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { retrievePassages } from "./retrieve-passages.ts";

afterEach(() => {
  delete process.env.OPENAI_API_KEY;
  delete process.env.OPENAI_BASE_URL;
  resetEnv();
});

it("finds more passages when a language model answers than when the built-in model does", async () => {
  const { ctx, chatbot, sourceId } = await makeTenant();
  for (let number = 0; number < 14; number += 1) {
    const text = `# Harbor ${number}\n\nThe harbor of town ${number} has ${number + 20} berths for ferries.`;
    await putDocument(ctx, { sourceId, path: `${number}.md`, mediaType: "text/markdown", text });
  }
  const count = async () =>
    (await retrievePassages(ctx, chatbot, "harbor berths for ferries")).results.length;
  expect(await count()).toBe(8);
  Object.assign(process.env, { OPENAI_API_KEY: "test-key", OPENAI_BASE_URL: "http://127.0.0.1:9" });
  resetEnv();
  expect(await count()).toBe(12);
});
