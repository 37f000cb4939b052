import { beforeAll, expect, test } from "vitest";
import { putCuratedAnswer } from "#lib/knowledge/curated/put-curated-answer.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { findOrCreateSource } from "#lib/knowledge/sources/find-or-create-source.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { checkStarters } from "./check-starters.ts";
import { suggestStarters } from "./suggest-starters.ts";

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await makeTenant("Lamps");
  const { ctx, chatbot, sourceId } = tenant;
  const text = `# Lamp guide

## How to return a lamp

1. Open your order and choose "Return".
2. Print the label and drop the parcel at a post office.

## Bulb changes

A bulb is changed after the lamp has cooled for 10 minutes. Any bulb of at most 9 W fits.

## Overview

Nothing here.
`;
  await putDocument(ctx, { sourceId, path: "guide.md", mediaType: "text/markdown", text });
  const source = await findOrCreateSource(ctx, {
    chatbotId: chatbot.id,
    kind: "pairs",
    origin: "test:pairs",
    name: "Answers",
  });
  await putCuratedAnswer(ctx, {
    sourceId: source.id,
    key: "person",
    question: "How do I talk to a person?",
    phrasings: [],
    answer: "Call **030 555 0177**.",
  });
});

test("says which starters find an answer", async () => {
  const { starters } = await checkStarters(tenant.ctx, tenant.chatbot.id, [
    "How do I return a lamp?",
    "How do I talk to a person?",
    "What does a yearly subscription cost?",
    "What can you do?",
  ]);
  expect(starters.map(({ findsAnswer }) => findsAnswer)).toEqual([true, true, false, true]);
});

test("suggests the curated questions first, then headings, all of which find an answer", async () => {
  const { starters } = await suggestStarters(tenant.ctx, tenant.chatbot.id);
  expect(starters[0]).toBe("How do I talk to a person?");
  expect(starters).toContain("How do I return a lamp?");
  expect(starters.join()).not.toMatch(/overview/i);
  const checked = await checkStarters(tenant.ctx, tenant.chatbot.id, starters);
  expect(checked.starters.every(({ findsAnswer }) => findsAnswer)).toBe(true);
});

test("suggests nothing without knowledge, and nothing of another workspace", async () => {
  const other = await makeTenant("Other");
  expect(await suggestStarters(other.ctx, other.chatbot.id)).toEqual({ starters: [] });
  await expect(suggestStarters(other.ctx, tenant.chatbot.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(checkStarters(other.ctx, tenant.chatbot.id, ["Hi"])).rejects.toMatchObject({
    code: "not_found",
  });
});
