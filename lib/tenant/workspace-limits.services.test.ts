import { describe, expect, it } from "vitest";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { type Id, idToUuid, newId } from "#lib/core/ids.ts";
import { actingAs, joinWorkspaceAs, makePerson, type TestPerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { createWorkspace } from "./create-workspace.ts";
import { inviteMember } from "./invite-member.ts";

const RACERS = 12;

const enter = (person: TestPerson) => (tenantId: Id<"ten">) =>
  actingAs(sealContext({ tenantId, actor: { kind: "public" } }), person, "owner");

const succeeded = (results: PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === "fulfilled").length;

async function countOf(sql: string, tenantId: Id<"ten">): Promise<number> {
  const [row] = await asOwner<{ all: string }>(sql, [idToUuid(tenantId)]);
  return Number(row?.all);
}

describe("limits of a workspace under concurrent requests", () => {
  it("open one workspace at an address, and leave no rows of the others", async () => {
    const people = await Promise.all(Array.from({ length: RACERS }, () => makePerson("Racer")));
    const slug = `ws-${newId("ten").slice(-8)}`;
    const made = await Promise.allSettled(
      people.map((person) => createWorkspace(enter(person), { slug, name: "Race", userId: person.userId })),
    );
    expect(succeeded(made)).toBe(1);
    expect(await asOwner("select id from platform.tenants where slug = $1", [slug])).toHaveLength(1);
  });

  it("let one request take the last chatbot", async () => {
    const { ctx } = await makeTenant();
    for (let made = 1; made < 199; made += 1) await createChatbot(ctx, { name: "Filler", config: {} });
    const racing = Array.from({ length: RACERS }, () => createChatbot(ctx, { name: "Racer", config: {} }));
    expect(succeeded(await Promise.allSettled(racing))).toBe(1);
    expect(
      await countOf("select count(*) as all from platform.chatbots where tenant_id = $1", ctx.tenantId),
    ).toBe(200);
  });

  it("let one request take the last open invitation", async () => {
    const { ctx } = await makeTenant();
    const owner = await joinWorkspaceAs(ctx, await makePerson("Olga"), "owner");
    const invite = () => inviteMember(owner, sealOperator(), { email: null, role: "viewer" });
    for (let open = 0; open < 199; open += 1) await invite();
    expect(succeeded(await Promise.allSettled(Array.from({ length: RACERS }, invite)))).toBe(1);
    expect(
      await countOf("select count(*) as all from platform.invitations where tenant_id = $1", ctx.tenantId),
    ).toBe(200);
  });
});
