import { describe, expect, it } from "vitest";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";
import { invalidatePerson } from "#lib/auth/admission/admission-cache.ts";
import { admitKey } from "#lib/auth/admission/admit-key.ts";
import { admitKnown } from "#lib/auth/admission/admit-known.ts";
import { admitToChatbot, type Bearer } from "#lib/auth/admission/admit-to-chatbot.ts";
import { chatbotAddress } from "#lib/auth/admission/chatbot-address.ts";
import { isStillAdmitted } from "#lib/auth/admission/is-still-admitted.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { signVisitorToken } from "#lib/auth/session/visitor-token.ts";
import type { Context } from "#lib/context/context.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { storeOriginal } from "#lib/knowledge/ingestion/original-file.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { joinWorkspace } from "#lib/people/join-workspace.ts";
import { erasePerson } from "#lib/privacy/erase-person.ts";
import { updateMember } from "#lib/tenant/update-member.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { createChatbot } from "./create-chatbot.ts";
import { deleteChatbot } from "./delete-chatbot.ts";
import { getChatbot } from "./get-chatbot.ts";
import { getStudioChatbot } from "./get-studio-chatbot.ts";
import { listStudioChatbots } from "./list-studio-chatbots.ts";
import { renewLink } from "./renew-link.ts";
import { type ChatbotChange, chatbotChange } from "./schema.ts";
import { updateChatbot } from "./update-chatbot.ts";
import { usesProfile } from "./uses-profile.ts";

async function makeTeam() {
  const tenant = await makeTenant("Team");
  const [editor, viewer] = await Promise.all(["Edda", "Vera"].map(makePerson));
  if (!editor || !viewer) throw new Error("nobody");
  const as = {
    editor: await joinWorkspaceAs(tenant.ctx, editor, "editor"),
    viewer: await joinWorkspaceAs(tenant.ctx, viewer, "viewer"),
  };
  return { ...tenant, as, people: { editor, viewer } };
}

const uniqueHandle = () => `h-${newId("bot").slice(-12)}`;

/** A change based on the current version. */
async function change(ctx: Context, id: string, fields: Partial<ChatbotChange>) {
  const { version } = await getStudioChatbot(ctx, id);
  return updateChatbot(ctx, id, chatbotChange.parse({ version, ...fields }));
}

const bearer = (given: Partial<Bearer> = {}): Bearer => ({
  session: null,
  visitors: [],
  visitorOf: () => undefined,
  links: [],
  ...given,
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );
const enters = (handle: string, given: Partial<Bearer> = {}) =>
  codeOf(admitToChatbot(handle, bearer(given), "r"));

describe("a chatbot", () => {
  it("is created with a handle from its name, or the next free one, and audited", async () => {
    const { as } = await makeTeam();
    const name = `Hilfe ${newId("bot").slice(-10)}`;
    const one = await createChatbot(as.editor, { name, config: {} });
    const two = await createChatbot(as.editor, { name, config: {} });
    expect(one.handle).toMatch(/^hilfe-/);
    expect(two.handle).toBe(`${one.handle}-2`);
    const taken = createChatbot((await makeTeam()).as.editor, { name, handle: one.handle, config: {} });
    await expect(taken).rejects.toMatchObject({ code: "conflict", details: [{ path: "handle" }] });
    const [, entry] = await listAuditEntries(as.editor, null);
    expect(entry).toMatchObject({ who: "Edda", action: "chatbot.made", target: one.id });
  });

  it("is found at once under a handle that was looked up before it existed", async () => {
    const { ctx } = await makeTenant();
    const handle = `asked-${newId("bot").slice(-8)}`;
    await expect(chatbotAddress(handle)).rejects.toMatchObject({ code: "not_found" });
    const { id } = await createChatbot(ctx, { handle, name: "Asked", config: {} });
    expect(await chatbotAddress(handle)).toMatchObject({ chatbotId: id });
  });

  it("is updated in part; the audit names the changed fields, not their values", async () => {
    const { as, chatbot } = await makeTeam();
    const before = await change(as.editor, chatbot.id, {
      config: {
        persona: "Secret persona",
        model: "gpt-x",
        temperature: 0.5,
        dispatch: "queued",
        starters: ["One?"],
      },
    });
    const after = await change(as.editor, chatbot.id, { name: "New name", config: { model: null } });
    expect(after.config.dispatch).toBe("queued");
    expect(after).toMatchObject({
      name: "New name",
      config: { persona: "Secret persona", temperature: 0.5 },
    });
    expect(after.config.model).toBeUndefined();
    expect(after.version > before.version).toBe(true);
    expect(await getChatbot(as.editor, chatbot.id)).toMatchObject({ name: "New name" });
    const [entry] = await listAuditEntries(as.editor, null);
    expect(entry?.details).toEqual({ fields: ["name", "config.model"] });
    const rows = JSON.stringify(await asOwner("select details from platform.audit_entries"));
    expect(rows).not.toContain("Secret persona");
    const cleared = await change(as.editor, chatbot.id, { config: { dispatch: null } });
    expect(cleared.config.dispatch).toBeUndefined();
  });

  it("uses a profile when one of the workspace has a skill that reads it", async () => {
    const { as, ctx, chatbot } = await makeTeam();
    await change(as.editor, chatbot.id, { config: { skills: ["moon_phase", "draw_tarot_cards"] } });
    expect(await usesProfile(ctx)).toBe(false);
    await createChatbot(as.editor, { name: "Stars", config: { skills: ["birth_chart"] } });
    expect(await usesProfile(ctx)).toBe(true);
    expect(await usesProfile((await makeTeam()).ctx), "a stranger's chatbots do not count").toBe(false);
  });

  it("is named in the audit log after it is deleted", async () => {
    const { as, chatbot } = await makeTeam();
    await change(as.editor, chatbot.id, { name: "Lamp Help" });
    expect((await listAuditEntries(as.editor, null))[0]).toMatchObject({
      targetId: chatbot.id,
      name: "Lamp Help",
      isCurrent: true,
    });
    await deleteChatbot(as.editor, chatbot.id);
    for (const entry of (await listAuditEntries(as.editor, null)).slice(0, 2))
      expect(entry).toMatchObject({ targetId: chatbot.id, name: "Lamp Help", isCurrent: false });
  });

  it("is not updated or audited when nothing differs", async () => {
    const { as, chatbot } = await makeTeam();
    const before = await getStudioChatbot(as.editor, chatbot.id);
    const after = await change(as.editor, chatbot.id, { name: before.name, config: { persona: "" } });
    expect(after.version).toBe(before.version);
    expect((await listAuditEntries(as.editor, null)).map(({ action }) => action)).toEqual(["chatbot.made"]);
  });

  it("accepts one of two updates to the same version, also concurrent ones", async () => {
    const { as, chatbot } = await makeTeam();
    const { version } = await getStudioChatbot(as.editor, chatbot.id);
    const save = (name: string) => updateChatbot(as.editor, chatbot.id, { version, name, config: {} });
    const results = await Promise.allSettled([save("One"), save("Two"), save("Three")]);
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused).toHaveLength(2);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "conflict" });
    const late = updateChatbot(as.editor, chatbot.id, { version, name: "Late", config: {} });
    await expect(late).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("else") });
  });

  it("moves to a free handle and still answers at the old one; a taken handle changes nothing", async () => {
    const [a, b] = [await makeTeam(), await makeTeam()];
    const [old, next] = [a.chatbot.handle, uniqueHandle()];
    const taken = change(a.as.editor, a.chatbot.id, { name: "Moved", handle: b.chatbot.handle });
    await expect(taken).rejects.toMatchObject({ code: "conflict", details: [{ path: "handle" }] });
    expect((await getStudioChatbot(a.as.editor, a.chatbot.id)).name).toBe(a.chatbot.name);
    expect(await enters(old)).toBe("done");
    await change(a.as.editor, a.chatbot.id, { handle: next });
    expect(await enters(next)).toBe("done");
    const formerlyTaken = change(b.as.editor, b.chatbot.id, { handle: old });
    await expect(formerlyTaken).rejects.toMatchObject({ code: "conflict", details: [{ path: "handle" }] });
    expect((await admitToChatbot(old, bearer(), "r")).chatbotId).toBe(a.chatbot.id);
  });

  it("gives a handle to one of two concurrent requests", async () => {
    const teams = await Promise.all([makeTeam(), makeTeam(), makeTeam()]);
    const wanted = uniqueHandle();
    const codes = await Promise.all(
      teams.map(({ as, chatbot }) => codeOf(change(as.editor, chatbot.id, { handle: wanted }))),
    );
    expect(codes.sort()).toEqual(["conflict", "conflict", "done"]);
  });

  it("keeps its language once there are documents", async () => {
    const { as, ctx, chatbot, sourceId } = await makeTeam();
    await change(as.editor, chatbot.id, { config: { language: "german" } });
    await putDocument(ctx, { sourceId, path: "a.md", mediaType: "text/markdown", text: "# A\n\nText." });
    const late = change(as.editor, chatbot.id, { config: { language: "english" } });
    await expect(late).rejects.toMatchObject({ code: "conflict", details: [{ path: "config.language" }] });
    expect(await listStudioChatbots(as.viewer)).toMatchObject([
      { id: chatbot.id, visibility: "public", model: null, sources: 1, documents: 1 },
    ]);
  });

  it("rejects what is too long, malformed or not storable, and stores what only looks odd", async () => {
    const version = new Date().toISOString();
    const bad: Record<string, object> = {
      "no version": { version: undefined },
      "long persona": { config: { persona: "x".repeat(8_001) } },
      "zero byte": { config: { persona: "a\0b" } },
      "half a pair": { config: { greeting: "\ud800" } },
      "seven starters": { config: { starters: Array(7).fill("x") } },
      "empty starter": { config: { starters: [""] } },
      "spaces in the model": { config: { model: "gpt 5" } },
      hot: { config: { temperature: 3 } },
      "no name": { name: "  " },
      "name of markup": { name: "<script>" },
      "handle with a slash": { handle: "a/b" },
      "handle of capitals": { handle: "Abc" },
      "unknown visibility": { visibility: "everyone" },
    };
    for (const [what, fields] of Object.entries(bad))
      expect(chatbotChange.safeParse({ version, ...fields }).success, what).toBe(false);
    const { as, chatbot } = await makeTeam();
    const odd = "'; drop table x; -- \u202e <b>{{x}}</b> \\u0000 👩‍👩‍👧 $1";
    const { config } = await change(as.editor, chatbot.id, { config: { persona: odd, greeting: odd } });
    expect(config).toMatchObject({ persona: odd, greeting: odd });
  });

  it("is not found by any verb from another workspace", async () => {
    const [a, b] = [await makeTeam(), await makeTeam()];
    const { version } = await getStudioChatbot(a.as.editor, a.chatbot.id);
    for (const id of [a.chatbot.id, newId("bot"), "x", ""]) {
      expect(await codeOf(getStudioChatbot(b.as.editor, id)), id).toBe("not_found");
      expect(await codeOf(updateChatbot(b.as.editor, id, { version, name: "X", config: {} }))).toBe(
        "not_found",
      );
      expect(await codeOf(renewLink(b.as.editor, id))).toBe("not_found");
      expect(await codeOf(deleteChatbot(b.as.editor, id))).toBe("not_found");
    }
    expect((await listStudioChatbots(b.as.editor)).map(({ id }) => id)).toEqual([b.chatbot.id]);
    expect((await getStudioChatbot(a.as.editor, a.chatbot.id)).name).toBe(a.chatbot.name);
  });

  it("is deleted with its knowledge, conversations and original files; its handle stays reserved", async () => {
    const { as, ctx, chatbot, sourceId, visitor } = await makeTeam();
    await putDocument(ctx, { sourceId, path: "a.md", mediaType: "text/markdown", text: "# A\n\nText." });
    const key = await storeOriginal(ctx, sourceId, { bytes: new Uint8Array([1]), contentType: null });
    const { actor } = visitor();
    const hash = "userIdHash" in actor ? actor.userIdHash : "";
    await asOwner(
      "insert into platform.conversations (tenant_id, id, chatbot_id, user_id_hash, client_key, title) values ($1, $2, $3, $4, 'k', 't')",
      [idToUuid(ctx.tenantId), idToUuid(newId("cnv")), idToUuid(chatbot.id), hash],
    );
    await deleteChatbot(as.editor, chatbot.id);
    for (const table of ["chatbots", "knowledge_sources", "documents", "chunks", "conversations"]) {
      const rows = await asOwner(`select 1 from platform.${table} where tenant_id = $1`, [
        idToUuid(ctx.tenantId),
      ]);
      expect(rows, table).toEqual([]);
    }
    expect(await objectStore().get(key)).toBeNull();
    expect(await enters(chatbot.handle)).toBe("not_found");
    expect(await codeOf(getChatbot(ctx, chatbot.id))).toBe("not_found");
    expect(await codeOf(deleteChatbot(as.editor, chatbot.id))).toBe("not_found");
    expect((await listAuditEntries(as.editor, null))[0]).toMatchObject({
      action: "chatbot.deleted",
      who: "Edda",
    });
    const other = await makeTeam();
    const again = createChatbot(other.as.editor, { name: "X", handle: chatbot.handle, config: {} });
    expect(await codeOf(again)).toBe("conflict");
  });
});

describe("admission", () => {
  it("admits only members to a chatbot for members", async () => {
    const { as, people, chatbot } = await makeTeam();
    const stranger = await makePerson("Mallory");
    await change(as.editor, chatbot.id, { visibility: "members" });
    const { handle } = chatbot;
    expect(await enters(handle)).toBe("not_found");
    expect(await enters(handle, { session: stranger.token })).toBe("not_found");
    expect(await enters(handle, { links: ["x".repeat(43)] })).toBe("not_found");
    const message = (work: Promise<unknown>) => work.catch((error: Error) => error.message);
    expect(await message(admitToChatbot(handle, bearer(), "r"))).toBe(
      await message(admitToChatbot("nobody-at-all", bearer(), "r")),
    );
    const { ctx, freshToken } = await admitToChatbot(handle, bearer({ session: people.viewer.token }), "r");
    expect(ctx.actor).toMatchObject({ kind: "user", id: people.viewer.userId, role: "viewer" });
    expect(freshToken).toBeNull();
    const key = await createApiKey(as.editor, { name: "Site", scopes: ["chat"] });
    const machine = await admitKey(`Bearer ${key}`, "chat", "r");
    expect(await isStillAdmitted(machine, chatbot.id)).toBe(true);
  });

  it("admits anyone with the link until it is renewed", async () => {
    const { as, chatbot } = await makeTeam();
    const { linkToken } = await change(as.editor, chatbot.id, { visibility: "link" });
    const links = [linkToken ?? ""];
    expect(links[0]).toMatch(/^[\w-]{43}$/);
    expect((await getStudioChatbot(as.viewer, chatbot.id)).linkToken).toBeNull();
    expect(await enters(chatbot.handle)).toBe("not_found");
    expect(await enters(chatbot.handle, { links: [""] })).toBe("not_found");
    const { ctx } = await admitToChatbot(chatbot.handle, bearer({ links }), "r");
    expect(await isStillAdmitted(ctx, chatbot.id)).toBe(true);
    const renewed = await renewLink(as.editor, chatbot.id);
    expect(await isStillAdmitted(ctx, chatbot.id)).toBe(false);
    expect(await enters(chatbot.handle, { links })).toBe("not_found");
    expect(await enters(chatbot.handle, { links: [...links, renewed.linkToken ?? ""] })).toBe("done");
    const other = await makeTeam();
    await change(other.as.editor, other.chatbot.id, { visibility: "link" });
    expect(await enters(other.chatbot.handle, { links: [renewed.linkToken ?? ""] })).toBe("not_found");
  });

  it("ends when the chatbot is restricted or deleted, or the membership ends", async () => {
    const { as, people, chatbot } = await makeTeam();
    const { ctx: guest } = await admitToChatbot(chatbot.handle, bearer(), "r");
    const { ctx: member } = await admitToChatbot(
      chatbot.handle,
      bearer({ session: people.viewer.token }),
      "r",
    );
    expect(await isStillAdmitted(guest, chatbot.id)).toBe(true);
    await change(as.editor, chatbot.id, { visibility: "members" });
    expect(await isStillAdmitted(guest, chatbot.id)).toBe(false);
    expect(await isStillAdmitted(member, chatbot.id)).toBe(true);
    await updateMember(as.viewer, people.viewer.userId, null);
    expect(await isStillAdmitted(member, chatbot.id)).toBe(false);
    const { ctx: editor } = await admitToChatbot(
      chatbot.handle,
      bearer({ session: people.editor.token }),
      "r",
    );
    await deleteChatbot(as.editor, chatbot.id);
    expect(await isStillAdmitted(editor, chatbot.id)).toBe(false);
  });

  it("admits people who have joined as end users wherever visitors are admitted, until they leave or sign out", async () => {
    const { as, ctx: own, chatbot } = await makeTeam();
    const person = await makePerson("Nova");
    const session = person.token;
    const asEndUser = () => admitToChatbot(chatbot.handle, bearer({ session }), "r");
    expect((await asEndUser()).ctx.actor.kind).toBe("visitor");
    const userIdHash = hashUserId(own.tenantId, person.userId);
    await joinWorkspace(own, { ...person, userIdHash }, null);
    invalidatePerson(own.tenantId, person.userId);
    const { ctx, freshToken } = await asEndUser();
    expect(ctx.actor).toMatchObject({ kind: "person", id: person.userId, userIdHash });
    expect(freshToken).toBeNull();
    const kinds = async () =>
      (await admitKnown(bearer({ session }), null, "r")).map(({ actor }) => actor.kind);
    expect(await kinds()).toEqual(["person"]);
    expect(await isStillAdmitted(ctx, chatbot.id)).toBe(true);
    await change(as.editor, chatbot.id, { visibility: "members" });
    expect(await isStillAdmitted(ctx, chatbot.id)).toBe(false);
    expect(await enters(chatbot.handle, { session })).toBe("not_found");
    const { linkToken } = await change(as.editor, chatbot.id, { visibility: "link" });
    expect(await enters(chatbot.handle, { session })).toBe("not_found");
    expect(await enters(chatbot.handle, { session, links: [linkToken ?? ""] })).toBe("done");
    await change(as.editor, chatbot.id, { visibility: "public" });
    const { ctx: before } = await asEndUser();
    await erasePerson(before);
    expect(await isStillAdmitted(before, chatbot.id)).toBe(false);
    expect(await kinds()).toEqual([]);
  });

  it("gives access to a person's conversations as a member of one workspace and a visitor of another", async () => {
    const [a, b] = [await makeTeam(), await makeTeam()];
    const { editor } = a.people;
    const visitor = await signVisitorToken(b.ctx.tenantId, newId("vis"));
    const known = bearer({ session: editor.token, visitors: [visitor] });
    const kinds = async (handle: string | null) =>
      (await admitKnown(known, handle, "r")).map(({ tenantId, actor }) => [tenantId, actor.kind]);
    const asVisitor = [b.ctx.tenantId, "visitor"];
    expect(await kinds(null)).toEqual([[a.ctx.tenantId, "user"], asVisitor]);
    expect(await kinds(a.chatbot.handle)).toEqual([[a.ctx.tenantId, "user"], asVisitor]);
    expect(await kinds(b.chatbot.handle)).toEqual([asVisitor]);
  });
});
