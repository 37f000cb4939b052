import { expect, it } from "vitest";
import { chatbotConfig } from "./schema.ts";

it("accepts known languages and answer policies, and defaults to English and the knowledge policy", () => {
  expect(chatbotConfig.parse({})).toMatchObject({ language: "english", answerPolicy: "knowledge" });
  expect(chatbotConfig.parse({ language: "german", answerPolicy: "prefer" })).toMatchObject({
    language: "german",
    answerPolicy: "prefer",
  });
  expect(chatbotConfig.safeParse({ language: "klingon" }).success).toBe(false);
  expect(chatbotConfig.safeParse({ language: "english'; drop table x; --" }).success).toBe(false);
  expect(chatbotConfig.safeParse({ answerPolicy: "anything" }).success).toBe(false);
});
