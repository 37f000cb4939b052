import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST } from "#app/api/chat/route.ts";
import { signVisitorToken } from "#lib/auth/session/visitor-token.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { type Id, idToUuid, newId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { declareOwnServer } from "#lib/core/server-mode.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { describeConversation } from "../describe-conversation.ts";
import { listMessages } from "../list-messages.ts";
import { replyRequest } from "../schema.ts";
import { followChanges } from "../stream/follow-changes.ts";
import { runTurn } from "../turn/run-turn.ts";
import { release } from "./release.ts";
import { reply } from "./reply.ts";
import { takeOver } from "./take-over.ts";

let tenant: TestTenant;
let edda: Context;
let otto: Context;
let owner: Context;
let serial = 0;

beforeAll(async () => {
  declareOwnServer();
  tenant = await makeTenant("Takeover");
  [edda, otto, owner] = await Promise.all(
    (["Edda", "Otto", "Olga"] as const).map(async (name, at) =>
      joinWorkspaceAs(tenant.ctx, await makePerson(name), at === 2 ? "owner" : "editor"),
    ) as [Promise<Context>, Promise<Context>, Promise<Context>],
  );
});

afterAll(() => declareOwnServer(false));

type Visitor = { ctx: Context; cookie: string };
async function makeVisitor(): Promise<Visitor> {
  const { tenantId } = tenant.ctx;
  const id = newId("vis");
  return {
    ctx: sealContext({ tenantId, actor: { kind: "visitor", id, userIdHash: hashUserId(tenantId, id) } }),
    cookie: `parley_visitor_${tenantId.slice(4)}=${await signVisitorToken(tenantId, id)}`,
  };
}

/** Sends as the page does. @returns the chunks of the stream */
async function send({ cookie }: Visitor, conversation: string, text: string, id = `t-${++serial}`) {
  const response = await POST(
    new Request("http://localhost/api/chat", {
      method: "POST",
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify({
        id: conversation,
        chatbot: tenant.chatbot.handle,
        message: { id, parts: [{ type: "text", text }] },
      }),
    }),
    { params: Promise.resolve({}) },
  );
  const body = await response.text();
  const chunks = [...body.matchAll(/^data: (\{.*\})$/gm)].map(([, json = ""]) => JSON.parse(json));
  return { status: response.status, chunks, types: chunks.map(({ type }) => type) };
}

async function begin(text = "Hello") {
  const visitor = await makeVisitor();
  const name = `c-${++serial}`;
  const { chunks } = await send(visitor, name, text);
  return { visitor, name, id: chunks[0].messageMetadata.conversationId as Id<"cnv"> };
}
const texts = async ({ ctx }: Visitor, name: string) =>
  (await listMessages(ctx, { name })).messages.map(({ role, text, author }) => [role, text, author?.name]);
const say = (text: string) => replyRequest.parse({ id: `r-${++serial}`, text });

describe("a person who takes over", () => {
  it("answers in place of the chatbot, which says no word until they leave", async () => {
    const { visitor, name, id } = await begin();
    await takeOver(edda, id);
    await takeOver(edda, id);
    expect((await describeConversation(visitor.ctx, name)).handling).toEqual({ name: "Edda" });
    for (let at = 0; at < 50; at += 1) {
      const { types, chunks } = await send(visitor, at % 2 ? id : name, `Question ${at}?`);
      expect(types).toEqual(["data-handling", "finish"]);
      expect(chunks[0].data).toMatchObject({ conversationId: id, handling: { name: "Edda" } });
    }
    await reply(edda, id, say("Let me look."));
    const shown = await texts(visitor, name);
    expect(shown.slice(-2)).toEqual([
      ["user", "Question 49?", undefined],
      ["assistant", "Let me look.", "Edda"],
    ]);
    expect(shown.filter(([role, , author]) => role === "assistant" && !author)).toEqual([]);
    const [{ n } = { n: 0 }] = await asOwner<{ n: number }>(
      "select count(*)::int as n from platform.turns where conversation_id = $1",
      [idToUuid(id)],
    );
    expect(n).toBe(1);
    await release(edda, id);
    await release(edda, id);
    expect((await describeConversation(visitor.ctx, name)).handling).toBeNull();
    expect((await send(visitor, name, "Hello again")).types).toContain("text-delta");
  });

  it("stores each question and reply once", async () => {
    const { visitor, name, id } = await begin();
    await takeOver(edda, id);
    const [first, second] = [
      await send(visitor, name, "Are you there?", "same"),
      await send(visitor, name, "Are you there?", "same"),
    ];
    expect(second.chunks[0]).toEqual(first.chunks[0]);
    expect((await send(visitor, name, "Other words", "same")).status).toBe(422);
    const yes = say("Yes.");
    expect(await reply(edda, id, yes)).toBe(await reply(edda, id, yes));
    await expect(reply(edda, id, { ...yes, text: "No." })).rejects.toMatchObject({ code: "unprocessable" });
    expect((await texts(visitor, name)).slice(2)).toEqual([
      ["user", "Are you there?", undefined],
      ["assistant", "Yes.", "Edda"],
    ]);
  });

  it("is one alone, and named to the others", async () => {
    const { id } = await begin();
    await expect(reply(edda, id, say("Hi"))).rejects.toMatchObject({ code: "conflict" });
    await takeOver(edda, id);
    const taken = { code: "conflict", details: { taken: { name: "Edda" } } };
    await expect(takeOver(otto, id)).rejects.toMatchObject(taken);
    await expect(reply(otto, id, say("Hi"))).rejects.toMatchObject(taken);
    await expect(release(otto, id)).rejects.toMatchObject(taken);
    await release(owner, id);
    await takeOver(otto, id);
  });

  it("leaves by half an hour of silence", async () => {
    const { visitor, name, id } = await begin();
    await takeOver(edda, id);
    await asOwner(
      "update platform.conversations set handled_at = now() - interval '31 minutes' where id = $1",
      [idToUuid(id)],
    );
    expect((await describeConversation(visitor.ctx, name)).handling).toBeNull();
    await expect(reply(edda, id, say("Still there?"))).rejects.toMatchObject({ code: "conflict" });
    expect((await send(visitor, name, "Hello?")).types).toContain("text-delta");
    await takeOver(otto, id);
  });

  it("refuses a regenerated answer meanwhile", async () => {
    const { visitor, name, id } = await begin();
    const answer = (await listMessages(visitor.ctx, { name })).messages.at(-1)?.id;
    await takeOver(edda, id);
    const again = runTurn(visitor.ctx, {
      chatbot: { ...tenant.chatbot, access: openAccess },
      request: { id, chatbot: tenant.chatbot.handle, trigger: "regenerate-message", messageId: answer },
    });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    expect(await texts(visitor, name)).toHaveLength(2);
  });

  it("is seen on the page at once: who answers, what they write, and that they left", async () => {
    const { visitor, name, id } = await begin();
    const left = new AbortController();
    const events = await followChanges(visitor.ctx, name, left.signal);
    const next = async () => {
      const { value } = await events.next();
      if (!value) throw new Error("No change.");
      const { messages } = await listMessages(visitor.ctx, { name });
      return { handling: value.handling, last: messages.at(-1)?.text };
    };
    const until = async (wanted: (seen: Awaited<ReturnType<typeof next>>) => boolean) => {
      for (;;) {
        const seen = await next();
        if (wanted(seen)) return seen;
      }
    };
    expect((await next()).handling).toBeNull();
    await takeOver(edda, id);
    await until(({ handling }) => handling?.name === "Edda");
    await reply(edda, id, say("Good morning."));
    await until(({ last }) => last === "Good morning.");
    await release(edda, id);
    await until(({ handling }) => handling === null);
    left.abort();
    expect((await events.next()).done).toBe(true);
  });

  it("is of the workspace, and not in a program's conversation", async () => {
    const { id } = await begin();
    const stranger = await makeTenant("Strangers");
    const outsider = await joinWorkspaceAs(stranger.ctx, await makePerson("Mallory"), "owner");
    const missing = { code: "not_found", message: "Conversation not found." };
    for (const one of [id, newId("cnv"), "none"]) {
      await expect(takeOver(outsider, one)).rejects.toMatchObject(missing);
      await expect(reply(outsider, one, say("Hi"))).rejects.toMatchObject(missing);
      await expect(release(outsider, one)).rejects.toMatchObject(missing);
    }
    await asOwner("update platform.conversations set channel = 'api' where id = $1", [idToUuid(id)]);
    await expect(takeOver(edda, id)).rejects.toMatchObject({ code: "conflict" });
  });
});

const openAccess = { accounts: false, guestMessages: null, trialMessages: null, trialDays: null };
