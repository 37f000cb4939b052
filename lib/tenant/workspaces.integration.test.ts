import { describe, expect, it } from "vitest";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";
import { emailsSent } from "#lib/auth/account/send-in-background.ts";
import { signIn } from "#lib/auth/account/sign-in.ts";
import { admitInvited } from "#lib/auth/admission/admit-invitation.ts";
import { admitKey } from "#lib/auth/admission/admit-key.ts";
import { admitMember } from "#lib/auth/admission/admit-member.ts";
import { isStillAdmitted } from "#lib/auth/admission/is-still-admitted.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { listApiKeys } from "#lib/auth/api-key/list-api-keys.ts";
import { revokeApiKey } from "#lib/auth/api-key/revoke-api-key.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { keptEmails } from "#lib/core/email/send-email.ts";
import { resetEnv } from "#lib/core/env.ts";
import { type Id, idToUuid, newId } from "#lib/core/ids.ts";
import { updateSubscription } from "#lib/mail/update-subscription.ts";
import { updatePlan } from "#lib/quotas/update-plan.ts";
import { openAccess } from "#lib/tenant/schema.ts";
import { actingAs, joinWorkspaceAs, makePerson, PASSWORD, type TestPerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { acceptInvitation, describeInvitation, previewInvitation } from "./accept-invitation.ts";
import { createInvitedAccount } from "./create-invited-account.ts";
import { createWorkspace } from "./create-workspace.ts";
import { getWorkspace } from "./get-workspace.ts";
import { invitationProof } from "./invitation-proof.ts";
import { inviteMember } from "./invite-member.ts";
import { listInvitations } from "./list-invitations.ts";
import { listMembers } from "./list-members.ts";
import { listWorkspaces } from "./list-workspaces.ts";
import { revokeInvitation } from "./revoke-invitation.ts";
import { settingsChange } from "./schema.ts";
import { updateMember } from "./update-member.ts";
import { updateWorkspace } from "./update-workspace.ts";

const operator = sealOperator();

async function makeTeam() {
  const { ctx } = await makeTenant("Team");
  const [owner, admin, editor, viewer] = await Promise.all(["Olga", "Adam", "Edda", "Vera"].map(makePerson));
  const people = { owner, admin, editor, viewer } as Record<
    "owner" | "admin" | "editor" | "viewer",
    TestPerson
  >;
  const as = {
    owner: await joinWorkspaceAs(ctx, people.owner, "owner"),
    admin: await joinWorkspaceAs(ctx, people.admin, "admin"),
    editor: await joinWorkspaceAs(ctx, people.editor, "editor"),
    viewer: await joinWorkspaceAs(ctx, people.viewer, "viewer"),
  };
  const { slug } = await getWorkspace(ctx);
  return { ctx, people, as, slug };
}

const enter = (person: TestPerson) => (tenantId: Id<"ten">) =>
  actingAs(sealContext({ tenantId, actor: { kind: "public" } }), person, "owner");

describe("workspaces", () => {
  it("are opened with their first owner, and listed for their members alone", async () => {
    const [ada, bob] = [await makePerson("Ada"), await makePerson("Bob")];
    const slug = `ws-${newId("ten").slice(-8)}`;
    await createWorkspace(enter(ada), { slug, name: "Ada's", userId: ada.userId });
    expect(await listWorkspaces(operator, ada.userId)).toMatchObject([
      { slug, name: "Ada's", role: "owner" },
    ]);
    expect(await listWorkspaces(operator, bob.userId)).toEqual([]);
    const again = createWorkspace(enter(bob), { slug, name: "Bob's", userId: bob.userId });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    expect(await listWorkspaces(operator, bob.userId)).toEqual([]);
    expect(await asOwner("select id from platform.tenants where slug = $1", [slug])).toHaveLength(1);
  });

  it("leave nothing behind when their first owner cannot be stored", async () => {
    const [gone, slug] = [newId("usr"), `ws-${newId("ten").slice(-8)}`];
    const enterAs = enter(await makePerson("Ada"));
    await expect(createWorkspace(enterAs, { slug, name: "Nobody's", userId: gone })).rejects.toThrow();
    expect(await asOwner("select id from platform.tenants where slug = $1", [slug])).toEqual([]);
  });

  it("admit members by what their role allows, and answer strangers as if there were none", async () => {
    const { people, slug } = await makeTeam();
    const stranger = await makePerson("Mallory");
    const admit = (person: TestPerson, permission: Parameters<typeof admitMember>[2], to = slug) =>
      admitMember(person.token, to, permission, "r");
    await expect(admit(people.viewer, "chatbots:read")).resolves.toMatchObject({ role: "viewer" });
    await expect(admit(people.viewer, "chatbots:write")).rejects.toMatchObject({ code: "forbidden" });
    await expect(admit(people.editor, "chatbots:write")).resolves.toMatchObject({ role: "editor" });
    await expect(admit(people.editor, "keys:read")).rejects.toMatchObject({ code: "forbidden" });
    await expect(admit(people.admin, "workspace:delete")).rejects.toMatchObject({ code: "forbidden" });
    const message = (work: Promise<unknown>) => work.catch((error: Error) => error.message);
    expect(await message(admit(stranger, "chatbots:read"))).toBe(
      await message(admit(stranger, "chatbots:read", "none")),
    );
    await expect(admitMember(null, slug, "chatbots:read", "r")).rejects.toMatchObject({
      code: "unauthorized",
    });
  });

  it("keep what a change leaves out", async () => {
    const { as, ctx } = await makeTeam();
    const access = { accounts: true, guestMessages: 3, trialMessages: 5, trialDays: null };
    await updateWorkspace(as.admin, { name: "New", settings: { access, accent: "#0f6b66" } }, false);
    await updateWorkspace(as.admin, { name: "Newer", settings: settingsChange.parse({}) }, false);
    const { name, settings } = await getWorkspace(ctx);
    expect({ name, ...settings }).toMatchObject({ name: "Newer", access, accent: "#0f6b66" });
    const [last, first] = await listAuditEntries(as.admin, null);
    expect(first).toMatchObject({
      details: { access, fields: ["name", "accent", "accounts", "guestMessages", "trialMessages"] },
    });
    expect(last?.details).toEqual({ name: "Newer", fields: ["name"] });
  });

  it("take a name and an accent that can be read, and no other", async () => {
    const { as, ctx } = await makeTeam();
    const settings = { accent: "#0f6b66", logo: null, requireSecondFactor: false, access: openAccess };
    await updateWorkspace(as.admin, { name: "New", settings }, false);
    expect(await getWorkspace(ctx)).toMatchObject({ name: "New", settings: { accent: "#0f6b66" } });
    const pale = updateWorkspace(
      as.admin,
      { name: "New", settings: { ...settings, accent: "#ffee88" } },
      true,
    );
    await expect(pale).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("roles", () => {
  it("are handed out no higher than one's own", async () => {
    const { as, people, ctx } = await makeTeam();
    await expect(updateMember(as.admin, people.editor.userId, "owner")).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(updateMember(as.admin, people.owner.userId, "viewer")).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(updateMember(as.admin, people.admin.userId, "owner")).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(updateMember(as.editor, people.viewer.userId, null)).rejects.toMatchObject({
      code: "forbidden",
    });
    await updateMember(as.admin, people.editor.userId, "admin");
    await updateMember(as.viewer, people.viewer.userId, null);
    expect((await listMembers(ctx)).map(({ role }) => role).sort()).toEqual(["admin", "admin", "owner"]);
    const stranger = await makePerson("Mallory");
    await expect(updateMember(as.owner, stranger.userId, "viewer")).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("leave a workspace an owner, also when two owners demote each other at once (AUT-16)", async () => {
    const { as, people, ctx } = await makeTeam();
    await expect(updateMember(as.owner, people.owner.userId, "admin")).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(updateMember(as.owner, people.owner.userId, null)).rejects.toMatchObject({
      code: "conflict",
    });
    await updateMember(as.owner, people.admin.userId, "owner");
    await Promise.allSettled([
      updateMember(as.owner, people.admin.userId, "viewer"),
      updateMember(as.admin, people.owner.userId, "viewer"),
    ]);
    expect((await listMembers(ctx)).filter(({ role }) => role === "owner")).toHaveLength(1);
  });

  it("that were taken away or changed end what was opened with them", async () => {
    const { as, people, slug } = await makeTeam();
    expect(await isStillAdmitted(as.editor)).toBe(true);
    await updateMember(as.owner, people.editor.userId, "viewer");
    expect(await isStillAdmitted(as.editor)).toBe(false);
    await updateMember(as.owner, people.editor.userId, null);
    await expect(admitMember(people.editor.token, slug, "chatbots:read", "r")).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("invitations (AUT-17)", () => {
  /** Stands for opening the link, where admission finds the workspace by the token's hash. */
  const open = (id: string) => id as Id<"inv">;

  it("by mail make that person a member, once", async () => {
    const { as, ctx } = await makeTeam();
    const [guest, other] = [await makePerson("Gus"), await makePerson("Otto")];
    const { id, link } = await inviteMember(as.admin, operator, { email: guest.email, role: "editor" });
    await emailsSent();
    const email = keptEmails().find(({ to }) => to === guest.email);
    expect(email?.subject).toBe("Adam invited you to Team on Parley");
    expect(email?.text).toContain("Adam invited you to join the workspace “Team” on Parley.");
    expect(email?.text).toContain(link);
    expect(await describeInvitation(ctx, open(id), other)).toMatchObject({ isForYou: false });
    await expect(acceptInvitation(ctx, open(id), other)).rejects.toMatchObject({ code: "forbidden" });
    await Promise.allSettled([
      acceptInvitation(ctx, open(id), guest),
      acceptInvitation(ctx, open(id), guest),
    ]);
    expect((await listMembers(ctx)).filter((member) => member.id === guest.userId)).toMatchObject([
      { role: "editor" },
    ]);
    await expect(describeInvitation(ctx, open(id), guest)).rejects.toMatchObject({ code: "not_found" });
  });

  it("by mail confirm the address of a new account, but only with what the mail alone holds", async () => {
    const { as } = await makeTeam();
    const email = `new${Date.now()}@example.com`;
    const { id, link } = await inviteMember(as.admin, operator, { email, role: "editor" });
    await emailsSent();
    const mailed = /#(\S+)/.exec(keptEmails().find(({ to }) => to === email)?.text ?? "")?.[1] ?? "";
    const create = async (given: string, name = "Nora") => {
      const { ctx, invitationId, proof } = await admitInvited(given, "test");
      return createInvitedAccount(ctx, operator, invitationId, {
        name,
        password: PASSWORD,
        proof,
        address: "test",
      });
    };
    const preview = async (given: string) => {
      const { ctx, invitationId, proof } = await admitInvited(given, "test");
      return previewInvitation(ctx, invitationId, proof);
    };
    const token = link.split("#")[1] ?? "";
    const summary = { workspace: "Team", inviter: "Adam", role: "editor" };
    expect(await preview(token)).toEqual({ ...summary, email: null });
    expect(await preview(mailed)).toEqual({ ...summary, email });
    const foreign = invitationProof({ id: open(id), email: "other@example.com" });
    for (const wrong of [token, `${token}.`, `${token}.${foreign}`])
      await expect(create(wrong)).rejects.toMatchObject({ code: "forbidden" });
    const enterAs = () => signIn(operator, { email, password: PASSWORD, address: "invited", device: null });
    await expect(enterAs()).rejects.toMatchObject({ code: "unauthorized" });
    expect(await create(mailed)).toEqual({ email });
    expect(await enterAs()).toMatch(/^usr_/);
    await expect(create(mailed, "Again")).rejects.toMatchObject({ code: "conflict" });
    await revokeInvitation(as.admin, id);
    await expect(preview(mailed)).rejects.toMatchObject({ code: "not_found" });
  });

  it("exist once per address, even when two are sent at once, and again after revocation", async () => {
    process.env.MAIL_LIMIT_SCALE = "100";
    resetEnv();
    const { as } = await makeTeam();
    const { email } = await makePerson("Gus");
    const invite = () =>
      inviteMember(as.admin, operator, { email, role: "viewer" }).then(
        ({ id }) => id,
        (error: { code: string }) => error.code,
      );
    const ends = await Promise.all([invite(), invite(), invite()]);
    expect(ends.filter((end) => end === "conflict")).toHaveLength(2);
    expect(await listInvitations(as.admin)).toHaveLength(1);
    await revokeInvitation(as.admin, ends.find((end) => end !== "conflict") ?? "");
    expect(await invite()).toMatch(/^inv_/);
    delete process.env.MAIL_LIMIT_SCALE;
    resetEnv();
  });

  it("reach a stranger once a day, however often they are revoked and resent (RAT-13)", async () => {
    const { as } = await makeTeam();
    const email = (await makePerson("Gus")).email;
    const outcomes: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      const to = i % 2 ? email : email.replace("@", `+${i}@`);
      const sent = await inviteMember(as.admin, operator, { email: to, role: "viewer" }).catch(
        (error: { code: string }) => error.code,
      );
      outcomes.push(typeof sent === "string" ? sent : "sent");
      if (typeof sent !== "string") await revokeInvitation(as.admin, sent.id);
    }
    expect(outcomes).toEqual(["sent", ...Array(11).fill("limited")]);
    await emailsSent();
    const mailed = keptEmails().filter(({ to }) => to === email || to.startsWith(email.replace(/@.*/, "+")));
    expect(mailed).toHaveLength(1);
    const byLink = await inviteMember(as.admin, operator, { email: null, role: "viewer" });
    expect(byLink.link).toContain("/invitation#");
  });

  it("carry no address and no link of the sender's choice, in subject or text", async () => {
    const { as } = await makeTeam();
    const { email } = await makePerson("Gus");
    const name = "Visit http://evil.example \u202Ewww.evil.example a@evil.example";
    await asOwner("update platform.tenants set name = $1 where id = $2", [name, idToUuid(as.admin.tenantId)]);
    const inviter = as.admin.actor.kind === "user" ? as.admin.actor.id : newId("usr");
    await asOwner("update platform.users set name = $1 where id = $2", [
      "//evil.example/x",
      idToUuid(inviter),
    ]);
    const { link } = await inviteMember(as.admin, operator, { email, role: "viewer" });
    await emailsSent();
    const mail = keptEmails().find(({ to }) => to === email);
    const own = /https?:\/\/\S+/g;
    expect(mail?.subject).toBe(
      "evil example x invited you to Visit http evil example www evil example a evil example on Parley",
    );
    expect(mail?.text.match(own)).toEqual([
      expect.stringContaining(link),
      expect.stringMatching(/\/unsubscribe#/),
    ]);
    expect(mail?.text.replace(own, "")).not.toMatch(/\w[.@]\w|\/\/|\u202E/);
  });

  it("are few for a new workspace, and more for one in use or the operator's", async () => {
    const { as, ctx } = await makeTeam();
    const invite = () =>
      inviteMember(as.admin, operator, { email: `${newId("usr")}@example.com`, role: "viewer" });
    for (let i = 0; i < 7; i += 1) await invite();
    await updatePlan(operator, ctx.tenantId, { plan: "standard", limits: {} });
    for (let i = 0; i < 5; i += 1) await invite();
    await expect(invite()).rejects.toMatchObject({
      code: "limited",
      message: expect.stringMatching(/Try again/),
    });
    const tenant = [idToUuid(ctx.tenantId)];
    await asOwner("update platform.tenants set created_at = now() - interval '4 days' where id = $1", tenant);
    await expect(invite()).rejects.toMatchObject({ code: "limited" });
    await asOwner(
      `insert into platform.usage_totals (tenant_id, scope, scope_key, period, starts_on, messages)
       values ($1, 'tenant', '', 'month', date_trunc('month', now())::date, 25)`,
      tenant,
    );
    for (let i = 0; i < 8; i += 1) await invite();
  });

  it("are not emailed to a person who unsubscribed, until they subscribe again", async () => {
    const { as } = await makeTeam();
    const { email } = await makePerson("Gus");
    const { id } = await inviteMember(as.admin, operator, { email, role: "viewer" });
    await emailsSent();
    const mail = keptEmails().find(({ to }) => to === email);
    const token = new URL(mail?.unsubscribe ?? "").searchParams.get("token") ?? "";
    expect(mail?.text).toContain(token);
    await revokeInvitation(as.admin, id);
    await updateSubscription(operator, token, false);
    const other = await makeTeam();
    const invite = () => inviteMember(other.as.admin, operator, { email, role: "viewer" });
    await expect(invite()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/link/),
    });
    await updateSubscription(operator, token, true);
    await expect(invite()).resolves.toBeDefined();
    for (const forged of ["", "x", `${token}x`, `x${token}`, token.split(".").toReversed().join(".")])
      await expect(updateSubscription(operator, forged, false)).rejects.toMatchObject({ code: "invalid" });
  });

  it("by link are for the first person who opens it", async () => {
    const { as, ctx } = await makeTeam();
    const guests = await Promise.all(["Gus", "Gil"].map(makePerson));
    const { id } = await inviteMember(as.owner, operator, { email: null, role: "viewer" });
    const ends = await Promise.allSettled(guests.map((guest) => acceptInvitation(ctx, open(id), guest)));
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await listMembers(ctx)).toHaveLength(5);
  });

  it("are dead when withdrawn, late, or when their maker may not invite any more", async () => {
    const { as, ctx, people } = await makeTeam();
    const guest = await makePerson("Gus");
    const first = await inviteMember(as.admin, operator, { email: null, role: "viewer" });
    await revokeInvitation(as.owner, first.id);
    await expect(acceptInvitation(ctx, open(first.id), guest)).rejects.toMatchObject({ code: "not_found" });
    await expect(revokeInvitation(as.owner, first.id)).rejects.toMatchObject({ code: "not_found" });
    const second = await inviteMember(as.admin, operator, { email: null, role: "viewer" });
    await updateMember(as.owner, people.admin.userId, "editor");
    await expect(acceptInvitation(ctx, open(second.id), guest)).rejects.toMatchObject({ code: "not_found" });
    const third = await inviteMember(as.owner, operator, { email: null, role: "viewer" });
    const late = { ...ctx, now: () => new Date(Date.now() + 8 * 86_400_000) };
    await expect(acceptInvitation(late, open(third.id), guest)).rejects.toMatchObject({ code: "not_found" });
    await expect(inviteMember(as.admin, operator, { email: null, role: "viewer" })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await listMembers(ctx)).some(({ id }) => id === guest.userId)).toBe(false);
  });

  it("of another workspace are not found", async () => {
    const [a, b] = [await makeTeam(), await makeTeam()];
    const { id } = await inviteMember(a.as.owner, operator, { email: null, role: "viewer" });
    await expect(revokeInvitation(b.as.owner, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(acceptInvitation(b.ctx, open(id), await makePerson("Gus"))).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await listInvitations(b.ctx)).toEqual([]);
    expect(await listInvitations(a.ctx)).toHaveLength(1);
  });
});

describe("API keys", () => {
  it("are listed without their text, and open nothing once revoked", async () => {
    const { as } = await makeTeam();
    const key = await createApiKey(as.admin, { name: "Site", scopes: ["chat"] });
    const ctx = await admitKey(`Bearer ${key}`, "chat", "r");
    const [listed] = await listApiKeys(as.admin);
    expect(JSON.stringify(listed)).not.toContain(key);
    expect(await isStillAdmitted(ctx)).toBe(true);
    await revokeApiKey(as.admin, listed?.id ?? "");
    expect(await isStillAdmitted(ctx)).toBe(false);
    await expect(admitKey(`Bearer ${key}`, "chat", "r")).rejects.toMatchObject({ code: "unauthorized" });
    await expect(revokeApiKey(as.admin, listed?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
  });

  it("of another workspace are not found", async () => {
    const [a, b] = [await makeTeam(), await makeTeam()];
    await createApiKey(a.as.admin, { name: "Site", scopes: ["chat"] });
    const [key] = await listApiKeys(a.as.admin);
    await expect(revokeApiKey(b.as.owner, key?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the audit log", () => {
  it("says who changed what, in the change's own transaction, and is not changed itself", async () => {
    const { as, people } = await makeTeam();
    await updateMember(as.owner, people.viewer.userId, "editor");
    await updateMember(as.owner, people.owner.userId, null).catch(() => undefined);
    const ofOthers = ({ who }: { who: string }) => who !== "Parley";
    const entries = await listAuditEntries(as.owner, null);
    expect(entries.filter(ofOthers)).toMatchObject([
      {
        who: "Olga",
        action: "member.role-changed",
        target: "Vera",
        details: { from: "viewer", to: "editor" },
      },
    ]);
    await expect(as.owner.db.execute("update platform.audit_entries set action = 'x'")).rejects.toThrow();
    await expect(as.owner.db.execute("delete from platform.audit_entries")).rejects.toThrow();
    const stranger = await makeTeam();
    expect((await listAuditEntries(stranger.as.owner, null)).filter(ofOthers)).toEqual([]);
  });

  it("holds no key and no address of an invited person", async () => {
    const { as } = await makeTeam();
    const key = await createApiKey(as.admin, { name: "Site", scopes: ["chat"] });
    await inviteMember(as.admin, operator, { email: "guest@example.com", role: "viewer" });
    const rows = JSON.stringify(
      await asOwner("select row_to_json(a)::text as row from platform.audit_entries a"),
    );
    expect(rows).not.toContain(key);
    expect(rows).not.toContain("guest@example.com");
  });
});
