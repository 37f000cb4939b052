import { beforeAll, expect, test } from "vitest";
import { builtIn } from "#lib/ai/language-model.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { gatherContext } from "./gather-context.ts";
import { retrievePassages } from "./retrieve-passages.ts";
import type { Turn } from "./turn.ts";

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await makeTenant("Kettles");
  const put = (path: string, text: string) =>
    putDocument(tenant.ctx, { sourceId: tenant.sourceId, path, mediaType: "text/markdown", text });
  await put("kettle.md", "# Kettle\n\nThe kettle boils a full load in 4 minutes.\n");
  await put("contact.md", "# Contacting support\n\nCall support at 030 555 0177 or write an email.\n");
  await put("imprint.md", "# Prices\n\nInvoices come from billing@kettle.example by email.\n");
});

function gather(question: string, isBuiltIn: boolean) {
  const { ctx, chatbot } = tenant;
  const turn = { question, hasHistory: false } as Turn;
  const found = retrievePassages(ctx, chatbot, question);
  return gatherContext(ctx, {
    chatbot,
    model: { ...builtIn(), builtIn: isBuiltIn },
    turn,
    found,
    stop: new AbortController().signal,
  });
}

test("searches for a contact when somebody asks for a person", async () => {
  const { passages, contact } = await gather("I want to speak to someone", true);
  expect(passages[0]?.path).toBe("contact.md");
  expect(contact).toEqual([]);
});

test("adds a contact where a person can help better than any document", async () => {
  const contactFor = async (question: string) =>
    (await gather(question, true)).contact.map(({ path }) => path);
  expect(await contactFor("The kettle does not boil a full load in 4 minutes")).toEqual(["contact.md"]);
  expect(await contactFor("Where is my kettle?")).toEqual(["contact.md"]);
});

test("adds a contact for the built-in model when nothing answers the question", async () => {
  const question = "Who won the football world cup in 1974?";
  const { answerable, contact } = await gather(question, true);
  expect(answerable).toBe(false);
  expect(contact.map(({ path }) => path)).toEqual(["contact.md"]);
  expect((await gather(question, false)).contact).toEqual([]);
  expect((await gather("How long does the kettle take to boil a full load?", true)).contact).toEqual([]);
});
