import { expect, test } from "vitest";
import type { Actor } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { noteErasure } from "./erasures.ts";
import { mergeGuestHistory } from "./merge-guest-history.ts";
import { repeatErasures } from "./repeat-erasures.ts";

const enter = (tenantId: Id<"ten">, actor: Actor) => sealContext({ tenantId, actor });

async function ask({ chatbot }: TestTenant, ctx: ReturnType<typeof enter>): Promise<void> {
  const message = { id: "m", role: "user" as const, parts: [{ type: "text" as const, text: "A question" }] };
  const request = { id: "one", chatbot: chatbot.handle, trigger: "submit-message" as const, message };
  await (await runTurn(ctx, { chatbot, request })).ended;
}

/** As after a restore: the notes are there, and what they are about is too. */
test("erasures since a backup are repeated, with the account where it was deleted", async () => {
  const tenant = await makeTenant();
  const { tenantId } = tenant.ctx;
  await asOwner(
    `update platform.tenants set settings = settings || '{"access": {"accounts": true}}' where id = $1`,
    [idToUuid(tenantId)],
  );
  const eve = await makePerson("Eve");
  const { userId, sessionId } = eve;
  const userIdHash = hashUserId(tenantId, userId);
  const person = enter(tenantId, { kind: "person", id: userId, sessionId, userIdHash });
  const [guest, visitor, other] = [tenant.visitor(), tenant.visitor(), tenant.visitor()];
  for (const ctx of [guest, visitor, other]) await ask(tenant, ctx);
  await mergeGuestHistory(guest, eve);
  const before = new Date(Date.now() - 1);
  await noteErasure(person, true);
  await noteErasure(visitor, false);
  const isGone = (ctx: typeof person) =>
    listMessages(ctx, { name: "one" }).then(
      () => false,
      ({ code }: { code?: string }) => code === "not_found",
    );
  const users = () => asOwner("select 1 from platform.users where id = $1", [idToUuid(userId)]);

  await repeatErasures(sealOperator(), enter, new Date(Date.now() + 60_000));
  expect(await Promise.all([person, visitor, other].map(isGone))).toEqual([false, false, false]);
  expect(await users()).toHaveLength(1);

  for (let round = 0; round < 2; round += 1) {
    expect(await repeatErasures(sealOperator(), enter, before)).toBeGreaterThanOrEqual(2);
    expect(await Promise.all([person, visitor, other].map(isGone))).toEqual([true, true, false]);
    expect(await users()).toEqual([]);
  }
});

test("notes name nobody, and neither keys nor jobs are erased", async () => {
  const tenant = await makeTenant();
  const person = await makePerson("Eve");
  const { tenantId } = tenant.ctx;
  const userIdHash = hashUserId(tenantId, person.userId);
  await noteErasure(
    enter(tenantId, { kind: "person", id: person.userId, sessionId: person.sessionId, userIdHash }),
    false,
  );
  for await (const { key } of objectStore().list(tenantId)) {
    const text = (await objectStore().get(key))?.bytes.toString() ?? "";
    expect(text).toContain(userIdHash);
    for (const said of [person.email, person.name, person.token]) expect(text).not.toContain(said);
  }
  await expect(noteErasure(tenant.ctx, false)).rejects.toMatchObject({ code: "forbidden" });
});
