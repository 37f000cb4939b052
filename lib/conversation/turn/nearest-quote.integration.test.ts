import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { chatRequest } from "../schema.ts";
import { runTurn } from "./run-turn.ts";

const STAY = `# Your stay

## Arrival

Rooms are ready from 3 p.m. Please vacate them by 11 a.m.

## Smoking

The cleaning of a room in which someone has smoked is charged at 150 euros.
`;
let tenant: TestTenant;

async function ask(text: string) {
  const message = { id: randomUUID(), parts: [{ type: "text", text }] };
  const request = chatRequest.parse({ id: randomUUID(), chatbot: tenant.chatbot.handle, message });
  const turn = await runTurn(tenant.visitor(), { chatbot: tenant.chatbot, request });
  const seen: { text: string; grounding?: unknown } = { text: "" };
  for await (const chunk of turn.follow()) {
    if (chunk.type === "text-delta") seen.text += chunk.delta;
    if (chunk.type === "message-metadata") seen.grounding = chunk.messageMetadata.grounding;
  }
  await turn.ended;
  return seen;
}

beforeAll(async () => {
  tenant = await makeTenant();
  const { ctx, sourceId } = tenant;
  await putDocument(ctx, { sourceId, path: "stay.md", mediaType: "text/markdown", text: STAY });
});

it("quotes what is nearest in meaning and says that it is unsure", async () => {
  const { text, grounding } = await ask("Must I pay if I light a cigarette in my room?");
  expect(text).toMatch(/^I'm not sure/);
  expect(text).toContain("someone has smoked is charged at 150 euros.");
  expect(grounding).toBe("declined");
});

it("declines what nothing is near to", async () => {
  const { text, grounding } = await ask("Who won the world cup in 2014?");
  expect(text).toMatch(/^I don't have an answer/);
  expect(grounding).toBe("declined");
});
