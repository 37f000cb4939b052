import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { holdsFact } from "#cli/eval/holds-fact.ts";
import { isNamed } from "#cli/eval/judge-answer.ts";
import { readGolden } from "#cli/eval/read-golden.ts";
import { answerQuestion } from "#lib/ai/builtin/answer-question.ts";
import { CONTACT_QUESTION } from "#lib/ai/builtin/contact-question.ts";
import { wantsPerson } from "#lib/ai/builtin/read-small-talk.ts";
import { LOCAL_EMBEDDING_MODEL } from "#lib/ai/local-embeddings.ts";
import { templateConfig } from "#lib/chatbot/templates.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { demoFolders, readDemoDocuments } from "./documents.ts";
import { parleyChatbot } from "./parley.ts";
import { supportChatbot } from "./support.ts";
import { readDemoVectors } from "./vectors.ts";

const golden = (file: string) =>
  readGolden(file, readFileSync(file, "utf8")).filter(({ kind }) => kind === "start");

/** README and starters are what people ask first: these questions must be answered, and without a doubt. */
const sets = [
  { folder: demoFolders[0], config: supportChatbot.config, questions: golden("db/demo/golden.json") },
  { folder: demoFolders[1], config: parleyChatbot.config, questions: golden("db/demo/golden-parley.json") },
];

test.each(sets)("questions that people start with are answered from $folder.name", async (set) => {
  const { folder, questions } = set;
  if (!folder) throw new Error("no folder");
  const { ctx, chatbot, sourceId } = await makeTenant(folder.name);
  const knownVectors = readDemoVectors(LOCAL_EMBEDDING_MODEL);
  for (const document of readDemoDocuments(folder))
    await putDocument(ctx, { ...document, sourceId, vectors: "later", knownVectors });
  for (const { question, sources, facts } of questions) {
    const query = wantsPerson(question) ? CONTACT_QUESTION : question;
    const found = await searchKnowledge(ctx, {
      chatbotId: chatbot.id,
      query,
      language: "english",
      limit: 8,
    });
    const passages = found.results.map((passage, index) => ({ ...passage, number: index + 1 }));
    const answer = answerQuestion({ question, passages, answerable: found.answerable });
    const marks = [...answer.matchAll(/[[【](\d+)[\]†]/g)].map(([, number]) => Number(number));
    expect.soft(marks[0], `${question} is answered: ${answer}`).toBeGreaterThan(0);
    const cited = marks.flatMap((number) => passages[number - 1] ?? []);
    expect
      .soft(
        cited.some((passage) => sources.some((name) => isNamed(name, passage))),
        question,
      )
      .toBe(true);
    for (const ways of facts)
      expect
        .soft(
          ways.some((way) => holdsFact(answer, way)),
          `${question}: ${ways} in ${answer}`,
        )
        .toBe(true);
  }
});

test("every starter of the demo, and of the template it was made from, is among these questions", () => {
  const asked = sets.map(({ questions }) => questions.map(({ question }) => question));
  expect(asked[0]).toEqual(expect.arrayContaining(supportChatbot.config.starters));
  expect(asked[1]).toEqual(expect.arrayContaining(parleyChatbot.config.starters));
  expect(asked[0]).toEqual(expect.arrayContaining(templateConfig("support").starters.slice(2)));
});

test("the README asks only such questions", () => {
  const readme = readFileSync("README.md", "utf8");
  const asked = [...readme.matchAll(/(?:ask|"message":) "([^"]+\?)"/g)].map(([, question]) => question);
  expect(asked.length).toBeGreaterThanOrEqual(2);
  const golden = sets[0]?.questions.map(({ question }) => question);
  for (const question of asked) expect(golden).toContain(question);
});
