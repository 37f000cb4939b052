import { beforeAll, describe, expect, it } from "vitest";
import { GET } from "#app/api/conversations/[id]/export/route.ts";
import { signVisitorToken } from "#lib/auth/session/visitor-token.ts";
import { sealContext } from "#lib/context/seal.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { getConversation } from "../get-conversation.ts";
import { holdQuestion } from "../handling/hold-question.ts";
import { release } from "../handling/release.ts";
import { reply } from "../handling/reply.ts";
import { takeOver } from "../handling/take-over.ts";
import { listMessages } from "../list-messages.ts";
import { replyRequest } from "../schema.ts";
import { runTurn } from "../turn/run-turn.ts";

const EXCHANGES = 26;
let tenant: TestTenant;
const visitorId = newId("vis");
let id: Id<"cnv">;

const visitor = () => {
  const { tenantId } = tenant.ctx;
  const actor = { kind: "visitor", id: visitorId, userIdHash: hashUserId(tenantId, visitorId) } as const;
  return sealContext({ tenantId, actor });
};

async function download(name: string, format: string, asker: Id<"vis"> = visitorId) {
  const { tenantId } = tenant.ctx;
  const cookie = `parley_visitor_${tenantId.slice(4)}=${await signVisitorToken(tenantId, asker)}`;
  const address = `http://localhost/api/conversations/${name}/export?chatbot=${tenant.chatbot.handle}&format=${format}`;
  return GET(new Request(address, { headers: { cookie } }), { params: Promise.resolve({ id: name }) });
}

beforeAll(async () => {
  tenant = await makeTenant("Export");
  const message = {
    id: "q",
    role: "user" as const,
    parts: [{ type: "text" as const, text: "# Hello\n- <b>you</b>" }],
  };
  const request = { id: "talk", chatbot: tenant.chatbot.handle, trigger: "submit-message" as const, message };
  await (await runTurn(visitor(), { chatbot: tenant.chatbot, request })).ended;
  id = (await getConversation(visitor(), "talk")).id;
  const member = await joinWorkspaceAs(tenant.ctx, await makePerson("Edda"), "editor");
  await takeOver(member, id);
  for (let at = 0; at < EXCHANGES; at += 1) {
    const question = {
      chatbotId: tenant.chatbot.id,
      name: id,
      clientMessageId: `q-${at}`,
      text: `Question ${at}`,
    };
    await holdQuestion(visitor(), question);
    await reply(member, id, replyRequest.parse({ id: `r-${at}`, text: `Answer **${at}**` }));
  }
  await release(member, id);
});

async function allMessages() {
  const all: { role: string; text: string }[] = [];
  let before: string | undefined;
  do {
    const page = await listMessages(visitor(), { name: id, before });
    all.unshift(...page.messages.map(({ role, text }) => ({ role, text })));
    before = page.before ?? undefined;
  } while (before !== undefined);
  return all;
}

describe("the file of a conversation", () => {
  it("has as JSON all messages that the pages show, in order", async () => {
    const response = await download(id, "json");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="conversation.json"');
    const { messages, chatbot } = JSON.parse(await response.text());
    expect(chatbot).toEqual({ handle: tenant.chatbot.handle, name: tenant.chatbot.name });
    const shown = await allMessages();
    expect(shown).toHaveLength(2 + 2 * EXCHANGES);
    expect(messages.map(({ role, text }: { role: string; text: string }) => ({ role, text }))).toEqual(shown);
    expect(messages.at(-1)).toMatchObject({ author: "Edda", text: `Answer **${EXCHANGES - 1}**` });
  });

  it("shows questions in Markdown as they were typed, and who answered", async () => {
    const text = await (await download("talk", "md")).text();
    expect(text).toContain("\\# Hello  \n\\- \\<b>you\\</b>");
    expect(text).toMatch(/\*\*Edda\*\* \d{4}-\d\d-\d\d \d\d:\d\d\n\nAnswer \*\*0\*\*/);
    expect(text.indexOf("Question 0")).toBeLessThan(text.indexOf("Answer **25**"));
    expect(text.match(/^\*\*You\*\* /gm)).toHaveLength(1 + EXCHANGES);
  });

  it("is the owner's alone, and of known formats", async () => {
    expect((await download(id, "md", newId("vis"))).status).toBe(404);
    expect((await download(newId("cnv"), "md")).status).toBe(404);
    expect((await download(id, "pdf")).status).toBe(400);
  });
});
