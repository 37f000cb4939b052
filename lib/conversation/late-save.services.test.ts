import { beforeAll, expect, it } from "vitest";
import { transaction } from "#db/client.ts";
import { makeTenant, type TestTenant } from "#db/testing/tenant.ts";
import { newId } from "#lib/core/ids.ts";
import { closeTurn, insertQuestion, readTurn, savePartial } from "./queries.ts";

const TURNS = 200;
const AT_ONCE = 4;
const WHOLE = "The whole answer.";
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await makeTenant();
});

/** On a database with more than one connection the save that was under way and the end overtake each other. */
it("keeps the whole answer whichever comes first, its end or a save of its beginning", async () => {
  const lost: string[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let i = 0; i < TURNS / AT_ONCE; i += 1) {
        const text = await endBesideSave();
        if (text !== WHOLE) lost.push(text);
      }
    }),
  );
  expect(lost).toEqual([]);
});

async function endBesideSave(): Promise<string> {
  const ctx = tenant.visitor();
  const turn = {
    turnId: newId("trn"),
    questionId: newId("msg"),
    answerId: newId("msg"),
    provider: "test",
    model: "test",
  };
  await insertQuestion(ctx, {
    ...turn,
    name: turn.turnId,
    freshId: newId("cnv"),
    chatbotId: tenant.chatbot.id,
    title: "?",
    clientMessageId: "m",
    text: "?",
  });
  const result = { inputTokens: 1, outputTokens: 1, firstTokenAt: null, quoted: [], text: WHOLE };
  const ending = { state: "complete" as const, errorCode: null, ...result };
  const [hasEnded] = await Promise.all([
    transaction(ctx, (tx) => closeTurn(tx, turn, ending)),
    savePartial(ctx, turn, "The"),
  ]);
  expect(hasEnded).toBe(true);
  const stored = await readTurn(ctx, turn.turnId);
  expect(stored?.state).toBe("complete");
  return stored?.text ?? "";
}
