import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import { deleteChatbot } from "#lib/chatbot/delete-chatbot.ts";
import { getStudioChatbot } from "#lib/chatbot/get-studio-chatbot.ts";
import { updateChatbot } from "#lib/chatbot/update-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { purgeExpired } from "../session/purge-expired.ts";
import { chatbotAddress, chatbotOfKey } from "./chatbot-address.ts";

const fresh = () => `h-${randomBytes(6).toString("hex")}`;
const taken = { code: "conflict" };

async function rename(ctx: Context, id: string, handle: string): Promise<void> {
  const { version } = await getStudioChatbot(ctx, id);
  await updateChatbot(ctx, id, { version, handle, config: {} });
}

/** As if every handle of a workspace had been given up that many days earlier. */
const age = ({ tenantId }: Context, days: number) =>
  asOwner(
    `update platform.former_addresses set given_up_at = given_up_at - interval '${days} days'
     where tenant_id = $1 returning hash`,
    [idToUuid(tenantId)],
  );

it("leads to the renamed chatbot", async () => {
  const { ctx, chatbot } = await makeTenant();
  await rename(ctx, chatbot.id, fresh());
  expect(await chatbotAddress(chatbot.handle)).toEqual({ tenantId: ctx.tenantId, chatbotId: chatbot.id });
  expect(await chatbotOfKey(ctx, chatbot.handle)).toBe(chatbot.id);
});

it("can be taken by no other workspace for 30 days, renamed or deleted", async () => {
  const [{ ctx, chatbot }, { ctx: other }] = [await makeTenant(), await makeTenant()];
  await rename(ctx, chatbot.id, fresh());
  const second = await createChatbot(ctx, { name: "Second", config: {}, handle: fresh() });
  await deleteChatbot(ctx, second.id);
  for (const handle of [chatbot.handle, second.handle]) {
    await expect(createChatbot(other, { name: "Thief", config: {}, handle })).rejects.toMatchObject(taken);
    const own = await createChatbot(other, { name: "Thief", config: {} });
    await expect(rename(other, own.id, handle)).rejects.toMatchObject(taken);
  }
  await age(ctx, 29);
  await expect(
    createChatbot(other, { name: "Thief", config: {}, handle: chatbot.handle }),
  ).rejects.toMatchObject(taken);
  await age(ctx, 1);
  await expect(
    createChatbot(other, { name: "Next", config: {}, handle: chatbot.handle }),
  ).resolves.toMatchObject({ handle: chatbot.handle });
});

it("can be taken again by its own workspace, and is then no longer a former one", async () => {
  const { ctx, chatbot } = await makeTenant();
  const next = fresh();
  await rename(ctx, chatbot.id, next);
  const second = await createChatbot(ctx, { name: "Second", config: {}, handle: chatbot.handle });
  expect(await chatbotAddress(chatbot.handle)).toMatchObject({ chatbotId: second.id });
  await rename(ctx, second.id, fresh());
  await rename(ctx, chatbot.id, chatbot.handle);
  expect(await chatbotAddress(next)).toMatchObject({ chatbotId: chatbot.id });
});

it("is stored only as a keyed hash, and purged after 30 days", async () => {
  const { ctx, chatbot } = await makeTenant();
  await rename(ctx, chatbot.id, fresh());
  const kept = () =>
    asOwner<{ row: string }>("select f::text as row from platform.former_addresses f where tenant_id = $1", [
      idToUuid(ctx.tenantId),
    ]);
  expect((await kept()).map(({ row }) => row).join()).not.toContain(chatbot.handle);
  await purgeExpired(sealOperator());
  expect(await kept()).toHaveLength(1);
  await age(ctx, 31);
  await purgeExpired(sealOperator());
  expect(await kept()).toEqual([]);
});
