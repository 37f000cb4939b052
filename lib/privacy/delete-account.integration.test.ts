import { describe, expect, test } from "vitest";
import { findPerson } from "#lib/auth/admission/admit-person.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { registerTeam } from "#lib/status/commands/register-team.ts";
import { submitUpdate } from "#lib/status/commands/submit-update.ts";
import { listUpdatesOf } from "#lib/status/list-updates.ts";
import { project } from "#lib/status/projection/project.ts";
import { registerTeamInput } from "#lib/status/schema.ts";
import { inviteMember } from "#lib/tenant/invite-member.ts";
import { updateMember } from "#lib/tenant/update-member.ts";
import { joinWorkspaceAs, makePerson, PASSWORD, type TestPerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { deleteAccount } from "./delete-account.ts";
import { mergeGuestHistory } from "./merge-guest-history.ts";

const set = ({ ctx }: TestTenant, settings: object) =>
  asOwner("update platform.tenants set settings = settings || $1::jsonb where id = $2", [
    JSON.stringify(settings),
    idToUuid(ctx.tenantId),
  ]);

function asEndUser({ ctx: { tenantId } }: TestTenant, { userId: id, sessionId }: TestPerson): Context {
  const userIdHash = hashUserId(tenantId, id);
  return sealContext({ tenantId, actor: { kind: "person", id, sessionId, userIdHash } });
}

async function say({ chatbot }: TestTenant, ctx: Context): Promise<void> {
  const turn = await runTurn(ctx, {
    chatbot,
    request: {
      id: "said",
      chatbot: chatbot.handle,
      trigger: "submit-message",
      message: { id: "q", role: "user", parts: [{ type: "text", text: "Hello" }] },
    },
  });
  await turn.ended;
}

const conversationsIn = async ({ ctx }: TestTenant) =>
  (await asOwner("select id from platform.conversations where tenant_id = $1", [idToUuid(ctx.tenantId)]))
    .length;

async function admitted(person: TestPerson) {
  const found = await findPerson(person.token);
  if (!found) throw new Error("not signed in");
  return found;
}

async function remove(person: TestPerson, password = PASSWORD): Promise<void> {
  const found = await admitted(person);
  await deleteAccount(found, password, "test");
}

describe("deleteAccount", () => {
  test("erases the conversations as a member and as an end user, also where the person has no access any more", async () => {
    const [work, strict, shop, former] = (await Promise.all(
      Array.from({ length: 4 }, () => makeTenant()),
    )) as [TestTenant, TestTenant, TestTenant, TestTenant];
    const person = await makePerson("Eve");
    const [member, held] = [
      await joinWorkspaceAs(work.ctx, person, "editor"),
      await joinWorkspaceAs(strict.ctx, person, "editor"),
    ];
    await set(shop, { access: { accounts: true } });
    await mergeGuestHistory(shop.visitor(), person);
    await say(work, member);
    await registerTeam(work.ctx, registerTeamInput.parse({ team_id: "t", name: "T", slack_channel: "" }));
    const update = { team_id: "t", content: "Wrote a test", author: "Eve", personId: person.userId };
    await submitUpdate(work.ctx, update);
    await project(work.ctx);
    expect(await listUpdatesOf(work.ctx, person.userId)).toHaveLength(1);
    await say(strict, held);
    await say(shop, asEndUser(shop, person));
    await say(shop, shop.visitor());
    const gone = await joinWorkspaceAs(former.ctx, person, "viewer");
    await say(former, gone);
    await updateMember(gone, person.userId, null);
    await inviteMember(await joinWorkspaceAs(shop.ctx, await makePerson("Boss"), "owner"), sealOperator(), {
      email: person.email,
      role: "viewer",
    });
    await set(strict, { requireSecondFactor: true });

    await expect(remove(person, "wrong password")).rejects.toMatchObject({ code: "invalid" });
    expect(await conversationsIn(work)).toBe(1);
    await remove(person);

    expect(await listUpdatesOf(work.ctx, person.userId)).toEqual([]);
    const kept = await asOwner<{ text: string }>(
      "select string_agg(data::text, ' ') as text from events.events where tenant_id = $1",
      [idToUuid(work.ctx.tenantId)],
    );
    for (const word of ["Wrote a test", "Eve", person.userId]) expect(kept[0]?.text).not.toContain(word);
    for (const tenant of [work, strict, former]) expect(await conversationsIn(tenant)).toBe(0);
    const invited = await asOwner("select 1 from platform.invitations where email = $1", [person.email]);
    expect(invited).toEqual([]);
    expect(await conversationsIn(shop)).toBe(1);
    expect(await findPerson(person.token)).toBeNull();
    for (const table of ["users", "members", "people", "sessions"]) {
      const column = table === "users" ? "id" : "user_id";
      const rows = await asOwner(`select 1 from platform.${table} where ${column} = $1`, [
        idToUuid(person.userId),
      ]);
      expect(rows, table).toEqual([]);
    }
  });

  test("requires a recent sign-in where the account has no password", async () => {
    const person = await makePerson("Eve");
    await asOwner("update platform.users set password_hash = null where id = $1", [idToUuid(person.userId)]);
    await asOwner(
      "update platform.sessions set created_at = now() - interval '11 minutes' where user_id = $1",
      [idToUuid(person.userId)],
    );
    await expect(remove(person, "")).rejects.toMatchObject({ code: "invalid" });
    await asOwner("update platform.sessions set created_at = now() where user_id = $1", [
      idToUuid(person.userId),
    ]);
    await remove(person, "");
    expect(await findPerson(person.token)).toBeNull();
  });

  test("changes nothing while a workspace has no other owner", async () => {
    const [mine, other] = [await makeTenant(), await makeTenant()];
    const person = await makePerson("Eve");
    const member = await joinWorkspaceAs(other.ctx, person, "editor");
    await say(other, member);
    await asOwner("delete from platform.members where tenant_id = $1", [idToUuid(mine.ctx.tenantId)]);
    await joinWorkspaceAs(mine.ctx, person, "owner");
    await expect(remove(person)).rejects.toMatchObject({ code: "conflict" });
    expect(await conversationsIn(other)).toBe(1);
    expect((await admitted(person)).userId).toBe(person.userId);
    await joinWorkspaceAs(mine.ctx, await makePerson("Next"), "owner");
    await remove(person);
    expect(await conversationsIn(other)).toBe(0);
  });
});
