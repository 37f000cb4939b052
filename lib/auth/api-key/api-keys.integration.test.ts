import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { GET as listDocuments } from "#app/api/v1/knowledge/sources/[id]/documents/route.ts";
import { GET as listSources } from "#app/api/v1/knowledge/sources/route.ts";
import { GET as usage } from "#app/api/v1/usage/route.ts";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import { deleteChatbot } from "#lib/chatbot/delete-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { findOrCreateSource } from "#lib/knowledge/sources/find-or-create-source.ts";
import { deleteAccount } from "#lib/privacy/delete-account.ts";
import { updateMember } from "#lib/tenant/update-member.ts";
import { joinWorkspaceAs, makePerson, PASSWORD } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { admitKey } from "../admission/admit-key.ts";
import { admitPerson } from "../admission/admit-person.ts";
import { chatbotOfKey } from "../admission/chatbot-address.ts";
import { isOpenTo } from "../admission/is-open-to.ts";
import { isStillAdmitted } from "../admission/is-still-admitted.ts";
import { claimAddress } from "../queries/addresses.ts";
import { insertApiKey } from "../queries/api-keys.ts";
import { apiScopes } from "../schema.ts";
import { createApiKey } from "./create-api-key.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { takeOverApiKey } from "./take-over-api-key.ts";

const admit = (key: string, scope: (typeof apiScopes)[number] = "chat") =>
  admitKey(`Bearer ${key}`, scope, "r");
const refused = { code: "unauthorized" };

async function makeTeam() {
  const tenant = await makeTenant();
  const people = {
    owner: await makePerson("Olga"),
    admin: await makePerson("Adam"),
    editor: await makePerson("Edda"),
  };
  const as = {
    owner: await joinWorkspaceAs(tenant.ctx, people.owner, "owner"),
    admin: await joinWorkspaceAs(tenant.ctx, people.admin, "admin"),
    editor: await joinWorkspaceAs(tenant.ctx, people.editor, "editor"),
  };
  return { ...tenant, as, people };
}

const idOf = ({ actor }: Context) => ("id" in actor ? actor.id : "");

describe("a key", () => {
  it("is listed with its maker, and only its first and last characters", async () => {
    const { as } = await makeTeam();
    const key = await createApiKey(as.admin, { name: "Site", scopes: ["chat"] });
    const [listed] = await listApiKeys(as.owner);
    expect(listed).toMatchObject({
      maker: { id: idOf(as.admin), name: "Adam" },
      prefix: key.slice(0, 7),
      lastFour: key.slice(-4),
      expiresAt: null,
      chatbot: null,
    });
    expect(JSON.stringify(listed)).not.toContain(key.slice(7, -4));
  });

  it("works without a checksum, a maker and a label when it was created before these were stored", async () => {
    const { ctx } = await makeTenant();
    const key = `pk_${randomBytes(32).toString("base64url")}`;
    const [id, hash] = [newId("key"), createHash("sha256").update(key).digest("hex")];
    await insertApiKey(ctx, { id, name: "Old", hash, scopes: [...apiScopes] });
    await claimAddress(ctx, "apiKey", hash, id);
    for (const scope of apiScopes)
      await expect(admit(key, scope)).resolves.toMatchObject({ tenantId: ctx.tenantId });
    expect(await listApiKeys(ctx)).toMatchObject([
      { name: "Old", maker: null, prefix: null, lastFour: null },
    ]);
  });

  it("stops with its maker's membership, including open streams, and does not return with them", async () => {
    const { as, people, ctx } = await makeTeam();
    const key = await createApiKey(as.admin, { name: "Site", scopes: ["chat"] });
    const stream = await admit(key);
    await updateMember(as.owner, idOf(as.admin), null);
    await expect(admit(key)).rejects.toMatchObject(refused);
    expect(await isStillAdmitted(stream)).toBe(false);
    expect(await listApiKeys(as.owner)).toEqual([]);
    const entries = await listAuditEntries(as.owner, null);
    expect(entries.filter(({ action }) => action === "key.revoked")).toMatchObject([{ name: "Site" }]);
    await joinWorkspaceAs(ctx, people.admin, "admin");
    await expect(admit(key)).rejects.toMatchObject(refused);
  });

  it("stops with its maker's account, and when the membership ends in any other way", async () => {
    const { as, people } = await makeTeam();
    const [one, other] = [
      await createApiKey(as.admin, { name: "One", scopes: ["chat"] }),
      await createApiKey(as.editor, { name: "Other", scopes: ["chat"] }),
    ];
    const person = await admitPerson(people.admin.token);
    await deleteAccount(person, PASSWORD, "r");
    await expect(admit(one)).rejects.toMatchObject(refused);
    await asOwner("delete from platform.users where id = $1 returning id", [idToUuid(people.editor.userId)]);
    await expect(admit(other)).rejects.toMatchObject(refused);
  });

  it("outlives its maker when another member takes it over, which the list and the audit log show", async () => {
    const { as } = await makeTeam();
    const key = await createApiKey(as.admin, { name: "Site", scopes: ["chat"] });
    const [{ id = "" } = {}] = await listApiKeys(as.owner);
    await takeOverApiKey(as.owner, id);
    await expect(takeOverApiKey(as.owner, id)).rejects.toMatchObject({ code: "not_found" });
    expect(await listApiKeys(as.owner)).toMatchObject([{ maker: { name: "Olga" } }]);
    await updateMember(as.owner, idOf(as.admin), null);
    await expect(admit(key)).resolves.toMatchObject({ tenantId: as.owner.tenantId });
    const [, taken] = await listAuditEntries(as.owner, null);
    expect(taken).toMatchObject({ action: "key.taken-over", who: "Olga", name: "Site" });
  });

  it("cannot be taken over by a stranger's id or from another workspace", async () => {
    const [a, b] = [await makeTeam(), await makeTeam()];
    await createApiKey(a.as.admin, { name: "Site", scopes: ["chat"] });
    const [{ id = "" } = {}] = await listApiKeys(a.as.owner);
    for (const one of [id, newId("key"), "key_0", ""])
      await expect(takeOverApiKey(b.as.owner, one)).rejects.toMatchObject({ code: "not_found" });
    expect(await listApiKeys(a.as.owner)).toMatchObject([{ maker: { name: "Adam" } }]);
  });

  it("allows no more than its maker's current role", async () => {
    const { as } = await makeTeam();
    const key = await createApiKey(as.admin, { name: "All", scopes: [...apiScopes] });
    await expect(admit(key, "usage:read")).resolves.toBeDefined();
    await updateMember(as.owner, idOf(as.admin), "viewer");
    const later = await createApiKey(as.admin, { name: "Later", scopes: [...apiScopes] });
    await expect(admit(later, "chat")).resolves.toBeDefined();
    await expect(admit(later, "knowledge:read")).resolves.toBeDefined();
    await expect(admit(later, "knowledge:write")).rejects.toMatchObject({ code: "forbidden" });
    await expect(admit(later, "usage:read")).rejects.toMatchObject({ code: "forbidden" });
  });

  it("stops on its expiry date, including open streams, and stays in the list", async () => {
    const { ctx } = await makeTenant();
    const expiresAt = new Date(Date.now() + 60_000);
    const key = await createApiKey(ctx, { name: "Trial", scopes: ["chat"], expiresAt });
    const stream = await admit(key);
    const [{ id = "" } = {}] = await listApiKeys(ctx);
    expect(await isStillAdmitted(stream)).toBe(true);
    await asOwner("update platform.api_keys set expires_at = now() where tenant_id = $1 returning id", [
      idToUuid(ctx.tenantId),
    ]);
    const late = await createApiKey(ctx, { name: "Late", scopes: ["chat"], expiresAt: new Date() });
    await expect(admit(late)).rejects.toMatchObject(refused);
    await expect.poll(() => isStillAdmitted(stream)).toBe(false);
    await expect(admit(key)).rejects.toMatchObject(refused);
    expect((await listApiKeys(ctx)).map((one) => one.id)).toContain(id);
  });
});

describe("a key for one chatbot", () => {
  async function bound() {
    const tenant = await makeTenant();
    const other = await createChatbot(tenant.ctx, { name: "Other", config: {}, visibility: "public" });
    const source = await findOrCreateSource(tenant.ctx, {
      chatbotId: other.id,
      kind: "folder",
      origin: "other",
      name: "Other",
    });
    const key = await createApiKey(tenant.ctx, {
      name: "One",
      scopes: [...apiScopes],
      chatbotId: tenant.chatbot.id,
    });
    return { ...tenant, other, otherSource: source.id, key };
  }

  it("opens only this one", async () => {
    const { chatbot, other, key, ctx } = await bound();
    const context = await admit(key);
    expect(await chatbotOfKey(context, chatbot.handle)).toBe(chatbot.id);
    await expect(chatbotOfKey(context, other.handle)).rejects.toMatchObject({ code: "not_found" });
    expect([await isOpenTo(context, chatbot.id), await isOpenTo(context, other.id)]).toEqual([true, false]);
    expect(await isStillAdmitted(context, other.id)).toBe(false);
    expect(await listApiKeys(ctx)).toMatchObject([{ chatbot: chatbot.name }]);
  });

  it("reads and writes only this one's knowledge, and nothing of the whole workspace", async () => {
    const { chatbot, other, key, sourceId, otherSource } = await bound();
    const get = async (handle: typeof usage, path: string, params: Record<string, string> = {}) => {
      const headers = { authorization: `Bearer ${key}` };
      const request = new Request(`http://localhost/api/v1/${path}`, { headers });
      return (await handle(request, { params: Promise.resolve(params) })).status;
    };
    expect(await get(listSources, `knowledge/sources?chatbot=${chatbot.handle}`)).toBe(200);
    expect(await get(listSources, `knowledge/sources?chatbot=${other.handle}`)).toBe(404);
    expect(await get(listDocuments, "knowledge/sources/x/documents", { id: sourceId })).toBe(200);
    expect(await get(listDocuments, "knowledge/sources/x/documents", { id: otherSource })).toBe(404);
    expect(await get(listDocuments, "knowledge/sources/x/documents", { id: newId("src") })).toBe(404);
    expect(await get(usage, "usage")).toBe(403);
  });

  it("cannot be created for a chatbot of another workspace", async () => {
    const [{ ctx }, { chatbot }] = [await makeTenant(), await makeTenant()];
    for (const chatbotId of [chatbot.id, newId("bot")])
      await expect(createApiKey(ctx, { name: "X", scopes: ["chat"], chatbotId })).rejects.toMatchObject({
        code: "not_found",
      });
  });

  it("stops when the chatbot is deleted", async () => {
    const { chatbot, key, ctx } = await bound();
    const stream = await admit(key);
    await deleteChatbot(ctx, chatbot.id);
    expect(await isStillAdmitted(stream, chatbot.id)).toBe(false);
    await expect
      .poll(() =>
        admit(key).then(
          () => "in",
          () => "out",
        ),
      )
      .toBe("out");
  });
});

it("keys of the instance depend on no member", async () => {
  const { ctx } = await makeTenant();
  const key = await createApiKey(ctx, { name: "Demo", scopes: ["usage:read"] });
  expect(await listApiKeys(ctx)).toMatchObject([{ maker: null }]);
  await expect(admit(key, "usage:read")).resolves.toBeDefined();
});
