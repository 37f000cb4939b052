import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";
import { emailsSent } from "#lib/auth/account/send-in-background.ts";
import { admitKey } from "#lib/auth/admission/admit-key.ts";
import { admitPerson } from "#lib/auth/admission/admit-person.ts";
import { chatbotAddress } from "#lib/auth/admission/chatbot-address.ts";
import { isStillAdmitted } from "#lib/auth/admission/is-still-admitted.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { keptEmails } from "#lib/core/email/send-email.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { storeOriginal } from "#lib/knowledge/ingestion/original-file.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { requestIngestion } from "#lib/knowledge/ingestion/request-ingestion.ts";
import { registerTeam } from "#lib/status/commands/register-team.ts";
import { submitUpdate } from "#lib/status/commands/submit-update.ts";
import { project } from "#lib/status/projection/project.ts";
import { registerTeamInput } from "#lib/status/schema.ts";
import { createWorkspace } from "#lib/tenant/create-workspace.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { inviteMember } from "#lib/tenant/invite-member.ts";
import { listWorkspaces } from "#lib/tenant/list-workspaces.ts";
import { deleteTenant } from "#lib/tenant/queries/closing.ts";
import { requestDeletion } from "#lib/tenant/request-deletion.ts";
import { restoreWorkspace } from "#lib/tenant/restore-workspace.ts";
import { updateMember } from "#lib/tenant/update-member.ts";
import { actingAs, joinWorkspaceAs, makePerson, PASSWORD } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { deleteAccount } from "./delete-account.ts";
import { purgeWorkspaces } from "./purge-workspaces.ts";

const operator = sealOperator();

/** Tables that no cascade reaches, each for a reason. */
const PURGED_BY_NAME = {
  "analytics.events": "purgeAnalytics: no reference, which each event would pay for",
  "analytics.marks": "purgeAnalytics",
  "analytics.quarters": "purgeAnalytics",
  "platform.room_presence": "unlogged, so that nobody is there after a crash",
};

/** A workspace with a row in most tables, a file, jobs, and members of every kind. */
async function makeFull(name: string) {
  const tenant = await makeTenant(name);
  const people = { owner: await makePerson("Olga"), editor: await makePerson("Edda") };
  const owner = await joinWorkspaceAs(tenant.ctx, people.owner, "owner");
  const editor = await joinWorkspaceAs(tenant.ctx, people.editor, "editor");
  const { ctx, sourceId, chatbot } = tenant;
  const text = "# Lamps\n\nA lamp shines for ten hours.";
  await putDocument(ctx, { sourceId, path: "lamps.md", mediaType: "text/markdown", text });
  await requestIngestion(ctx, { sourceId, path: "later.md", mediaType: "text/markdown", text });
  const file = await storeOriginal(ctx, sourceId, { bytes: new Uint8Array([1]), contentType: null });
  const key = await createApiKey(owner, { name: "Site", scopes: ["chat"] });
  await inviteMember(owner, operator, { email: null, role: "viewer" });
  const members = [{ name: "Edda", personId: people.editor.userId }];
  await registerTeam(
    ctx,
    registerTeamInput.parse({ team_id: "lamps", name: "Lamps", slack_channel: "", members }),
  );
  const update = { team_id: "lamps", content: "Lit a lamp", author: "Edda", personId: people.editor.userId };
  await submitUpdate(ctx, update, { key: "first", request: update });
  await project(ctx);
  const visitor = tenant.visitor();
  const message = {
    id: "q",
    role: "user" as const,
    parts: [{ type: "text" as const, text: "How long does a lamp shine?" }],
  };
  const turn = await runTurn(visitor, {
    chatbot,
    request: { id: "c", chatbot: chatbot.handle, trigger: "submit-message", message },
  });
  await turn.ended;
  await asOwner(
    `insert into platform.room_presence (tenant_id, room_id, process_id, participants)
     values ($1, gen_random_uuid(), 'p', '{}') returning room_id`,
    [idToUuid(ctx.tenantId)],
  );
  return { ...tenant, owner, editor, people, key, file, visitor };
}

/** The tables of the instance that hold rows of a tenant. */
async function tablesOf(tenantId: Id<"ten">): Promise<string[]> {
  const tables = await asOwner<{ name: string }>(`
    select format('%I.%I', table_schema, table_name) as name from information_schema.columns
    where column_name = 'tenant_id' and table_schema in ('platform', 'events', 'projections', 'analytics')`);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await asOwner(`select 1 as row from ${name} where tenant_id = $1 limit 1`, [
      idToUuid(tenantId),
    ]);
    if (rows.length > 0) found.push(name);
  }
  const jobs = await asOwner("select 1 as row from queue.job where data->>'tenantId' = $1 limit 1", [
    tenantId,
  ]);
  return jobs.length > 0 ? [...found, "queue.job"] : found;
}

const endGrace = (tenantId: Id<"ten">) =>
  asOwner("update platform.tenants set delete_at = now() where id = $1 returning id", [idToUuid(tenantId)]);

describe("a workspace that an owner deletes", () => {
  it("closes at once, can be restored for seven days, and notifies every member", async () => {
    const { owner, editor, people, key, visitor, chatbot, ctx } = await makeFull("Lamps");
    const stream = await admitKey(`Bearer ${key}`, "chat", "r");
    for (const typed of ["", "lamps", "Lamps!", "Lamp"])
      await expect(requestDeletion(owner, operator, typed)).rejects.toMatchObject({ code: "invalid" });
    await expect(requestDeletion(editor, operator, "Lamps")).rejects.toMatchObject({ code: "forbidden" });
    const deleteAt = await requestDeletion(owner, operator, " Lamps ");
    expect(deleteAt.getTime() - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    await expect(requestDeletion(owner, operator, "Lamps")).rejects.toMatchObject({ code: "conflict" });
    expect((await getWorkspace(ctx)).deleteAt).toBe(deleteAt.toISOString());

    const isClosed = async () =>
      !(await isStillAdmitted(stream)) && !(await isStillAdmitted(visitor, chatbot.id));
    await expect.poll(isClosed).toBe(true);
    await expect.poll(() => admitKey(`Bearer ${key}`, "chat", "r").catch(() => null)).toBeNull();
    await emailsSent();
    const notices = keptEmails().filter(({ subject }) => subject === "The workspace “Lamps” will be deleted");
    expect(notices.map(({ to }) => to).sort()).toEqual([people.owner.email, people.editor.email].sort());

    await purgeWorkspaces(operator);
    expect((await listWorkspaces(operator, people.owner.userId)).length).toBe(1);
    await expect(restoreWorkspace(editor, operator)).rejects.toMatchObject({ code: "forbidden" });
    await restoreWorkspace(owner, operator);
    await expect(restoreWorkspace(owner, operator)).rejects.toMatchObject({ code: "conflict" });
    await expect.poll(() => isStillAdmitted(visitor, chatbot.id)).toBe(true);
    await expect
      .poll(() =>
        admitKey(`Bearer ${key}`, "chat", "r").then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    expect((await listAuditEntries(owner, null)).slice(0, 2).map(({ action }) => action)).toEqual([
      "workspace.restored",
      "workspace.deletion-requested",
    ]);
  });

  it("leaves no row, embedding, file or job after seven days, and affects no other workspace", async () => {
    const [gone, other] = [await makeFull("Gone"), await makeFull("Other")];
    const { slug } = await getWorkspace(gone.ctx);
    const before = await tablesOf(gone.ctx.tenantId);
    expect(before).toEqual(
      expect.arrayContaining([
        "platform.embeddings",
        "platform.messages",
        "queue.job",
        "events.events",
        "events.keys",
        "projections.status_updates",
        "projections.people",
      ]),
    );
    expect(before.length).toBeGreaterThan(15);
    const ofOther = await tablesOf(other.ctx.tenantId);
    await requestDeletion(gone.owner, operator, "Gone");
    await endGrace(gone.ctx.tenantId);
    await purgeWorkspaces(operator);
    expect(await tablesOf(gone.ctx.tenantId)).toEqual([]);
    expect(
      await asOwner("select id from platform.tenants where id = $1", [idToUuid(gone.ctx.tenantId)]),
    ).toEqual([]);
    expect(await objectStore().get(gone.file)).toBeNull();
    expect(await tablesOf(other.ctx.tenantId)).toEqual(ofOther);
    expect(await objectStore().get(other.file)).not.toBeNull();
    await purgeWorkspaces(operator);

    // Its addresses stay reserved, without its id.
    await expect.poll(() => chatbotAddress(gone.chatbot.handle).catch(() => null)).toBeNull();
    const thief = createChatbot(other.ctx, { name: "X", config: {}, handle: gone.chatbot.handle });
    await expect(thief).rejects.toMatchObject({ code: "conflict" });
    const mallory = await makePerson("Mallory");
    const enter = (tenantId: Id<"ten">) =>
      actingAs(sealContext({ tenantId, actor: { kind: "public" } }), mallory, "owner");
    await expect(
      createWorkspace(enter, { slug, name: "Gone", userId: mallory.userId }),
    ).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("deletes from every table of a tenant by cascades that start at the workspace", async () => {
    const left = await asOwner<{ name: string }>(`
      with recursive gone as (
        select 'platform.tenants'::regclass as id
        union select k.conrelid::regclass from pg_constraint k join gone on k.confrelid = gone.id
        where k.contype = 'f' and k.confdeltype = 'c')
      select c.table_schema || '.' || c.table_name as name from information_schema.columns c
      where c.column_name = 'tenant_id' and c.is_nullable = 'NO'
        and c.table_schema in ('platform', 'events', 'projections', 'analytics')
        and not (select relispartition from pg_class where oid = format('%I.%I', c.table_schema, c.table_name)::regclass)
        and format('%I.%I', c.table_schema, c.table_name)::regclass not in (select id from gone) order by 1`);
    expect(left.map(({ name }) => name)).toEqual(Object.keys(PURGED_BY_NAME));
  });

  it("cannot be deleted in the database during the grace period, nor by a tenant", async () => {
    const { ctx, owner } = await makeFull("Early");
    await requestDeletion(owner, operator, "Early");
    expect(await deleteTenant(operator, ctx.tenantId)).toBe(false);
    await expect(deleteTenant({ ...operator, db: ctx.db } as never, ctx.tenantId)).rejects.toThrow();
    expect((await getWorkspace(ctx)).name).toBe("Early");
  });

  it("lets its only owner leave, and delete their account", async () => {
    const { owner, people } = await makeFull("Alone");
    await expect(updateMember(owner, people.owner.userId, null)).rejects.toMatchObject({ code: "conflict" });
    await requestDeletion(owner, operator, "Alone");
    await deleteAccount(await admitPerson(people.owner.token), PASSWORD, "r");
    expect(
      await asOwner("select id from platform.users where id = $1", [idToUuid(people.owner.userId)]),
    ).toEqual([]);
  });

  it("continues after an interruption", async () => {
    const { ctx, owner } = await makeFull(`Half ${randomBytes(3).toString("hex")}`);
    await requestDeletion(owner, operator, (await getWorkspace(ctx)).name);
    await endGrace(ctx.tenantId);
    await asOwner("delete from platform.documents where tenant_id = $1 returning id", [
      idToUuid(ctx.tenantId),
    ]);
    await Promise.all([purgeWorkspaces(operator), purgeWorkspaces(operator)]);
    expect(await tablesOf(ctx.tenantId)).toEqual([]);
  });
});
