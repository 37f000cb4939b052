import { beforeAll, describe, expect, it } from "vitest";
import { readGolden } from "#cli/eval/read-golden.ts";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";
import type { Context } from "#lib/context/context.ts";
import { deleteConversation } from "#lib/conversation/delete-conversation.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import { rateAnswer } from "#lib/conversation/rate-answer.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { newId } from "#lib/core/ids.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { erasePerson } from "#lib/privacy/erase-person.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { answerGap } from "./answer-gap.ts";
import { changeGap } from "./change-gap.ts";
import { collectGaps } from "./collect-gaps.ts";
import { exportGolden } from "./export-golden.ts";
import { getGap } from "./get-gap.ts";
import { listGaps } from "./list-gaps.ts";
import { gapAnswerInput } from "./schema.ts";

const openAccess = { accounts: false, guestMessages: null, trialMessages: null, trialDays: null };
let serial = 0;

async function ask({ chatbot }: TestTenant, ctx: Context, text: string) {
  serial += 1;
  const name = `gap-${serial}`;
  const turn = await runTurn(ctx, {
    chatbot: { ...chatbot, access: openAccess },
    request: {
      id: name,
      chatbot: chatbot.handle,
      trigger: "submit-message",
      message: { id: `g-${serial}`, role: "user", parts: [{ type: "text", text }] },
    },
  });
  await turn.ended;
  const [, answer] = (await listMessages(ctx, { name })).messages;
  return { name, answer };
}

async function makeShop(name: string) {
  const tenant = await makeTenant(name);
  const editor = await joinWorkspaceAs(tenant.ctx, await makePerson("Edda"), "editor");
  await putDocument(tenant.ctx, {
    sourceId: tenant.sourceId,
    path: "keys.md",
    mediaType: "text/markdown",
    text: "# Keys\n\nA spare key for the battery lock costs 18 euros.\n",
  });
  return { tenant, editor };
}

const open = (tenant: TestTenant, ctx: Context) => listGaps(ctx, tenant.chatbot, { state: "open" });
const answered = (tenant: TestTenant, ctx: Context) => listGaps(ctx, tenant.chatbot, { state: "answered" });
async function golden(ctx: Context, tenant: TestTenant): Promise<string> {
  let all = "";
  for await (const piece of exportGolden(ctx, tenant.chatbot.id)) all += piece;
  return all;
}

describe("unanswered questions", () => {
  let tenant: TestTenant;
  let editor: Context;
  const [ada, ben] = ["Ada", "Ben"] as const;
  const people = new Map<string, Context>();

  beforeAll(async () => {
    ({ tenant, editor } = await makeShop("Gaps"));
    people.set(ada, tenant.visitor()).set(ben, tenant.visitor());
    const [one, other] = [people.get(ada), people.get(ben)] as [Context, Context];
    await ask(tenant, one, "Do you ship to Switzerland?");
    await ask(tenant, other, "hello, do you ship to Switzerland?");
    await ask(tenant, one, "Do you ship to Norway?");
    const { name, answer } = await ask(tenant, one, "What does a spare key cost?");
    await rateAnswer(one, {
      name,
      messageId: answer?.id ?? "",
      feedback: { rating: "down", reason: null, text: null },
    });
  });

  it("are grouped by meaning, not by shape, and ranked by the people they left alone", async () => {
    const { gaps, counts, next } = await open(tenant, editor);
    expect(gaps.map(({ text, people, questions, reasons }) => [text, people, questions, reasons])).toEqual([
      ["hello, do you ship to Switzerland?", 2, 2, ["declined"]],
      ["What does a spare key cost?", 1, 1, ["ratedDown"]],
      ["Do you ship to Norway?", 1, 1, ["declined"]],
    ]);
    expect(counts).toEqual({ open: 3, answered: 0, outOfScope: 0 });
    expect(next).toBeNull();
    expect(await collectGaps(editor, tenant.chatbot)).toBe(0);
  });

  it("are answered, tried and kept as a golden question, and open again when that fails", async () => {
    const gap = (await open(tenant, editor)).gaps[0]?.id ?? "";
    const view = await getGap(editor, gap);
    expect(view.draft).toEqual({ question: "Do you ship to Switzerland?", answer: "", wordings: [] });
    expect(view.wordings).toHaveLength(2);
    const answer = "Yes, within **ten days**, for 20 euros.";
    const input = gapAnswerInput.parse({
      question: view.draft.question,
      answer,
      wordings: ["Is Switzerland in your delivery area?", "Do you deliver to Austria?"],
    });
    const refused = await answerGap(editor, gap, input);
    expect(refused).toMatchObject({
      isSaved: false,
      tried: [
        { question: "Do you ship to Switzerland?", before: { isAnswerable: false }, isMatched: true },
        { question: "Is Switzerland in your delivery area?", isMatched: true },
        { question: "Do you deliver to Austria?", isMatched: false },
      ],
    });
    expect((await open(tenant, editor)).counts).toMatchObject({ open: 3, answered: 0 });
    const fitting = { ...input, wordings: input.wordings.slice(0, 1) };
    expect(await answerGap(editor, gap, fitting)).toMatchObject({ isSaved: true });
    expect(await answerGap(editor, gap, fitting)).toMatchObject({ isSaved: true });
    for (const asked of ["Do you ship to Switzerland?", "is switzerland in your delivery area?"])
      expect((await ask(tenant, tenant.visitor(), asked)).answer).toMatchObject({
        text: expect.stringContaining("ten days"),
        grounding: "cited",
      });
    expect((await answered(tenant, editor)).gaps).toMatchObject([
      { id: gap, text: "Do you ship to Switzerland?", people: 2 },
    ]);
    expect((await getGap(editor, gap)).draft).toEqual({
      question: "Do you ship to Switzerland?",
      answer,
      wordings: ["Is Switzerland in your delivery area?"],
    });
    const questions = readGolden("golden.jsonl", await golden(editor, tenant));
    expect(questions).toMatchObject([
      { question: "Do you ship to Switzerland?", sources: [gap], isUnanswerable: false },
    ]);
    const owner = await joinWorkspaceAs(tenant.ctx, await makePerson("Olga"), "owner");
    expect((await listAuditEntries(owner, null)).map(({ action }) => action)).toContain("gap.answered");

    const again = tenant.visitor();
    const { name, answer: bad } = await ask(tenant, again, "Do you ship to Switzerland?");
    await rateAnswer(again, {
      name,
      messageId: bad?.id ?? "",
      feedback: { rating: "down", reason: "incorrect", text: null },
    });
    const [reopened] = (await open(tenant, editor)).gaps.filter(({ id }) => id === gap);
    expect(reopened).toMatchObject({ people: 3, reasons: ["declined", "ratedDown"] });
    expect(reopened?.reopenedAt).not.toBeNull();
  });

  it("are declared out of scope, which the evaluation then expects", async () => {
    const norway = (await open(tenant, editor)).gaps.find(({ text }) => text?.includes("Norway"))?.id ?? "";
    await changeGap(editor, norway, { state: "outOfScope" });
    await ask(tenant, tenant.visitor(), "Do you ship to Norway?");
    const out = await listGaps(editor, tenant.chatbot, { state: "outOfScope" });
    expect(out.gaps).toMatchObject([{ id: norway, people: 2 }]);
    const unanswerable = async () =>
      (await golden(editor, tenant)).split("\n").filter((line) => line.includes('"unanswerable":true'));
    expect(await unanswerable()).toHaveLength(1);
    await changeGap(editor, norway, { state: "open" });
    expect(await unanswerable()).toHaveLength(0);
  });

  it("leave nothing of a person who is erased", async () => {
    const shop = await makeShop("Erased");
    const leaving = shop.tenant.visitor();
    await ask(shop.tenant, leaving, "Do you ship to Iceland?");
    const { name } = await ask(shop.tenant, shop.tenant.visitor(), "Do you ship to Peru?");
    expect((await open(shop.tenant, shop.editor)).gaps).toHaveLength(2);
    await erasePerson(leaving);
    expect((await open(shop.tenant, shop.editor)).gaps.map(({ text }) => text)).toEqual([
      "Do you ship to Peru?",
    ]);
    await expect(deleteConversation(leaving, name)).rejects.toMatchObject({ code: "not_found" });
  });

  it("are another workspace's business alone", async () => {
    const gap = (await open(tenant, editor)).gaps[0]?.id ?? "";
    const { editor: outsider, tenant: other } = await makeShop("Outsider");
    expect((await open(other, outsider)).gaps).toEqual([]);
    const missing = { code: "not_found", message: "Question not found." };
    const input = gapAnswerInput.parse({ question: "Mine?", answer: "Mine." });
    for (const id of [gap, newId("gap"), "none"]) {
      await expect(getGap(outsider, id)).rejects.toMatchObject(missing);
      await expect(answerGap(outsider, id, input)).rejects.toMatchObject(missing);
      await expect(changeGap(outsider, id, { state: "outOfScope" })).rejects.toMatchObject(missing);
    }
  });
});
