import { randomBytes } from "node:crypto";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { findOrCreateSource } from "#lib/knowledge/sources/find-or-create-source.ts";
import { createTenant } from "#lib/tenant/create-tenant.ts";

export type TestTenant = { ctx: Context; chatbot: Chatbot; sourceId: Id<"src">; visitor(): Context };

/** A tenant of a suite's own, with a chatbot and an empty source. Names are random: suites never meet. */
export async function makeTenant(name = "Test"): Promise<TestTenant> {
  const slug = `t-${randomBytes(6).toString("hex")}`;
  const enter = (tenantId: Id<"ten">) => sealContext({ tenantId, actor: { kind: "public" } });
  const ctx = await createTenant(enter, { slug, name });
  const chatbot = await createChatbot(ctx, {
    handle: slug,
    name: `${name} bot`,
    config: {},
    visibility: "public",
  });
  const source = await findOrCreateSource(ctx, {
    chatbotId: chatbot.id,
    kind: "folder",
    origin: "test",
    name: "Test",
  });
  return { ctx, chatbot, sourceId: source.id, visitor: () => visitorOf(ctx.tenantId) };
}

function visitorOf(tenantId: Id<"ten">): Context {
  const id = newId("vis");
  return sealContext({ tenantId, actor: { kind: "visitor", id, userIdHash: hashUserId(tenantId, id) } });
}
