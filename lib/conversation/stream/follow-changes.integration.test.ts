import { expect, it } from "vitest";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { deleteConversation } from "../delete-conversation.ts";
import { runTurn } from "../turn/run-turn.ts";
import { followChanges } from "./follow-changes.ts";

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 2 };
type Tenant = Awaited<ReturnType<typeof makeTenant>>;

async function ask({ chatbot }: Tenant, ctx: ReturnType<Tenant["visitor"]>, text: string) {
  const message = { id: text, role: "user" as const, parts: [{ type: "text" as const, text }] };
  const request = { id: "talk", chatbot: chatbot.handle, trigger: "submit-message" as const, message };
  await (await runTurn(ctx, { chatbot, request, limits })).ended;
}

it("yields the version at once, a new one after each turn, and ends with the conversation", async () => {
  const tenant = await makeTenant("Watched shop");
  const ctx = tenant.visitor();
  await ask(tenant, ctx, "hello");
  const left = new AbortController();
  const [first, second] = [
    await followChanges(ctx, "talk", left.signal),
    await followChanges(ctx, "talk", left.signal),
  ];
  const before = (await first.next()).value;
  expect((await second.next()).value).toEqual(before);
  await ask(tenant, ctx, "thanks");
  const after = (await first.next()).value;
  expect(after).not.toEqual(before);
  const pending = second.next();
  left.abort();
  await pending;
  expect((await second.next()).done, "it ends with its reader").toBe(true);

  const rest = await followChanges(ctx, "talk", new AbortController().signal);
  await rest.next();
  await deleteConversation(ctx, "talk");
  for await (const _ of rest);
  await expect(followChanges(ctx, "talk", left.signal)).rejects.toMatchObject({ code: "not_found" });
});

it("is not found for another visitor", async () => {
  const tenant = await makeTenant("Private shop");
  await ask(tenant, tenant.visitor(), "hello");
  const stranger = tenant.visitor();
  await expect(followChanges(stranger, "talk", new AbortController().signal)).rejects.toMatchObject({
    code: "not_found",
  });
});
